using System.CommandLine;
using System.Text;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Documents.Dib;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Commands;

/// <summary><c>mplab convert</c>: writes notebooks in the other of their two formats.</summary>
internal static class ConvertCommand
{
    private const string Ipynb = ".ipynb";
    private const string Dib = ".dib";

    public static Command Create()
    {
        var paths = Shared.Paths();
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Write the results to this folder, not beside the notebooks.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        var command = new Command(
            "convert",
            "Converts .ipynb notebooks to .dib, and .dib to .ipynb."
        )
        {
            paths,
            output,
            force,
        };
        command.SetAction(
            (arguments, _) =>
                RunAsync(
                    arguments.GetRequiredValue(paths),
                    arguments.GetValue(output)?.ToString(),
                    arguments.GetValue(force)
                )
        );
        return command;
    }

    private static Task<int> RunAsync(string[] paths, string? output, bool force) =>
        RunReport.ShowAsync(report =>
        {
            var batch = new NotebookBatch(report);
            foreach (var path in batch.Find(paths))
                batch.Guard(() => Convert(path, output, force, report));
            return Task.FromResult(batch.ExitCode);
        });

    private static void Convert(NotebookPath path, string? output, bool force, IRunReport report)
    {
        var extension = Path.GetExtension(path.Path).ToLowerInvariant();
        var other = extension switch
        {
            Ipynb => Dib,
            Dib => Ipynb,
            _ => throw new NotebookException(
                $"{path.Path}: is neither an {Ipynb} nor a {Dib} file by its name. Name one that is."
            ),
        };
        var target = Path.ChangeExtension(
            output is null ? path.Path : Path.Combine(output, path.Name),
            other
        );
        var notebook = Notebook.Load(path.Path);
        if (File.Exists(target) && !force)
            throw new NotebookException(
                $"{path.Path}: is not converted, as {target} is there already. Add --force to replace it."
            );
        var content =
            other == Ipynb
                ? notebook.ToBytes()
                : Encoding.UTF8.GetBytes(DibWriter.Write(DibConversion.ToDib(notebook)));
        AtomicFile.Write(target, content);
        Console.WriteLine($"{path.Path}: written as {target}");
        if (other == Dib && DibLoss.Describe(notebook) is { } loss)
            report.Problem(loss);
    }
}

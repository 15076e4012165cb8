using System.CommandLine;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Export;

namespace Multiprocessing.Lab.Commands;

/// <summary><c>mplab export</c>: runs notebooks and writes them as web pages; the notebooks stay as they are.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var paths = Shared.Paths();
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder to write the pages to.",
            HelpName = "DIR",
            Required = true,
        };
        var noRun = new Option<bool>("--no-run")
        {
            Description = "Export the outputs that the notebooks hold.",
        };
        var timeout = Shared.Timeout();
        var keepGoing = Shared.KeepGoing();
        var command = new Command(
            "export",
            "Runs notebooks and writes each as one self-contained HTML page."
        )
        {
            paths,
            output,
            noRun,
            timeout,
            keepGoing,
        };
        command.SetAction(
            (arguments, cancellationToken) =>
                RunAsync(
                    arguments.GetRequiredValue(paths),
                    arguments.GetRequiredValue(output).ToString(),
                    arguments.GetValue(noRun),
                    Shared.Options(arguments, timeout, keepGoing),
                    cancellationToken
                )
        );
        return command;
    }

    private static Task<int> RunAsync(
        string[] paths,
        string output,
        bool noRun,
        RunOptions options,
        CancellationToken cancellationToken
    ) =>
        RunReport.ShowAsync(async report =>
        {
            var batch = new NotebookBatch(report);
            var notebooks = new List<Notebook>();
            foreach (var path in batch.Find(paths))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var notebook = noRun
                    ? batch.Load(path)
                    : await batch.RunAsync(path, options, cancellationToken).ConfigureAwait(false);
                if (notebook is not null)
                    notebooks.Add(notebook);
            }
            if (notebooks.Count > 0)
                batch.Guard(() => SiteExporter.Write(notebooks, output, cancellationToken));
            return batch.ExitCode;
        });
}

using System.CommandLine;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Commands;

/// <summary><c>mplab run</c>: runs notebooks, and stores what they show where the user says.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var paths = Shared.Paths();
        var inPlace = new Option<bool>("--in-place")
        {
            Description = "Store outputs and execution counts in the notebooks.",
        };
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Write copies with outputs to this folder.",
            HelpName = "DIR",
        };
        var timeout = Shared.Timeout();
        var keepGoing = Shared.KeepGoing();
        var command = new Command("run", "Runs notebooks, each in a C# session of its own.")
        {
            paths,
            inPlace,
            output,
            timeout,
            keepGoing,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(inPlace) && result.GetValue(output) is not null)
                result.AddError("--in-place and --output exclude each other: give one of them.");
        });
        command.SetAction(
            (arguments, cancellationToken) =>
                RunAsync(
                    arguments.GetRequiredValue(paths),
                    arguments.GetValue(inPlace),
                    arguments.GetValue(output)?.ToString(),
                    Shared.Options(arguments, timeout, keepGoing),
                    cancellationToken
                )
        );
        return command;
    }

    private static Task<int> RunAsync(
        string[] paths,
        bool inPlace,
        string? output,
        RunOptions options,
        CancellationToken cancellationToken
    ) =>
        RunReport.ShowAsync(async report =>
        {
            var batch = new NotebookBatch(report);
            foreach (var path in batch.Find(paths))
            {
                if (inPlace && NotebookReader.IsDib(path.Path))
                {
                    batch.Guard(() =>
                        throw new NotebookException(
                            $"{path.Path}: a .dib holds no outputs, so it cannot be run --in-place. Write them to an .ipynb with --output DIR."
                        )
                    );
                    continue;
                }
                var notebook = await batch
                    .RunAsync(path, options, cancellationToken)
                    .ConfigureAwait(false);
                if (notebook is null)
                    continue;
                if (inPlace)
                    batch.Guard(() => notebook.Save(path.Path));
                else if (output is not null)
                    batch.Guard(() => notebook.Save(Path.Combine(output, path.OutputName)));
            }
            return batch.ExitCode;
        });
}

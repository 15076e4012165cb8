using System.CommandLine;

namespace Multiprocessing.Lab.Commands;

/// <summary>The command line.</summary>
internal static class MplabCommand
{
    /// <summary>As a shell reports a program ended by Ctrl+C.</summary>
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Runs C# notebooks and writes them as web pages.")
        {
            RunCommand.Create(),
            ExportCommand.Create(),
            ConvertCommand.Create(),
            LearnCommand.Create(),
            JupyterCommand.Create(),
        };
        var arguments = root.Parse(args);
        if (arguments.Errors.Count > 0)
        {
            foreach (var error in arguments.Errors)
                await Console.Error.WriteLineAsync($"mplab: {error.Message}").ConfigureAwait(false);
            await Console.Error.WriteLineAsync("Run `mplab --help`.").ConfigureAwait(false);
            return NotebookBatch.BadInput;
        }
        try
        {
            return await arguments
                .InvokeAsync(new() { EnableDefaultExceptionHandler = false })
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }
}

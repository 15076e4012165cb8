using System.Diagnostics;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Tests;

/// <summary>What a run of the command came to.</summary>
internal sealed record MplabResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines =>
        Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The real command, in a process of its own.</summary>
internal static class Mplab
{
    public static async Task<MplabResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(Token);
            var error = process.StandardError.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(params string[] arguments)
    {
        var start = DotNet.SameProgram(arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

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
    public static Task<MplabResult> RunAsync(params string[] arguments) =>
        ResultOf(Start(arguments));

    /// <summary>Runs it as if an environment variable of these tests' own had not been set.</summary>
    public static Task<MplabResult> RunWithoutAsync(string variable, params string[] arguments) =>
        RunWithAsync([(variable, null)], arguments);

    /// <summary>Runs it with environment variables of its own; one that is null is not set.</summary>
    public static Task<MplabResult> RunWithAsync(
        IEnumerable<(string Name, string? Value)> environment,
        params string[] arguments
    )
    {
        var start = Prepare(arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return ResultOf(Process.Start(start)!);
    }

    public static Process Start(params string[] arguments) => Process.Start(Prepare(arguments))!;

    private static async Task<MplabResult> ResultOf(Process started)
    {
        using var process = started;
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

    private static ProcessStartInfo Prepare(string[] arguments)
    {
        var start = DotNet.SameProgram(arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

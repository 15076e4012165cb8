using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests;

/// <summary>What a program that has ended said.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>All that it wrote.</summary>
    public string Said => Output + Errors;

    /// <summary>What it wrote to standard output, without what goes before and after; it must have succeeded.</summary>
    public string Succeeded
    {
        get
        {
            Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output}{Errors}");
            return Output.Trim();
        }
    }
}

/// <summary>A program run to its end.</summary>
internal static class OtherProgram
{
    /// <param name="start">What to run; its output is taken. When the test's time is up it is ended, with what it started.</param>
    public static async Task<ProgramRun> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        try
        {
            CancellationToken token = TestContext.Current.CancellationToken;
            Task<string> output = process.StandardOutput.ReadToEndAsync(token);
            Task<string> errors = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

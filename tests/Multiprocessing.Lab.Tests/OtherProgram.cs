using System.Diagnostics;

namespace Multiprocessing.Lab.Tests;

/// <summary>A program that is not the Lab, run to its end.</summary>
internal static class OtherProgram
{
    /// <summary>Its exit code, and all that it wrote. When the test's time is up it is ended, with what it started.</summary>
    /// <param name="start">What to run; its output is taken.</param>
    public static async Task<(int ExitCode, string Said)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            var token = TestContext.Current.CancellationToken;
            var said = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(token),
                process.StandardError.ReadToEndAsync(token)
            );
            await process.WaitForExitAsync(token);
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

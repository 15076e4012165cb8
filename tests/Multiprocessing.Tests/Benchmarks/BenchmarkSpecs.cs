using System.Diagnostics;
using System.Text.RegularExpressions;
using Multiprocessing.Benchmarks.Peers;
using Multiprocessing.Benchmarks.Running;
using Xunit;

namespace Multiprocessing.Tests.Benchmarks;

/// <summary>The command itself on a cheap work: that it measures, not what it measures.</summary>
public class BenchmarkSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task A_quick_run_prints_figures_of_both_sides_and_the_verdict()
    {
        (int exitCode, string output, _) = await RunAsync("--quick", "run-latency");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\| Multiprocessing \| median \| [0-9.]+ [mµ]?s \|", output);
        Assert.Matches(@"\| blocking pipe ping-pong \| p99 \| [0-9.]+ [mµ]?s \|", output);
        Assert.Matches(
            Python.Default is null
                ? @"\| Python Pool\.apply \|  \| not measured \|"
                : @"\| Python Pool\.apply \| p99 \| [0-9.]+ [mµ]?s \|",
            output
        );
        Assert.Equal(5, Regex.Count(output, @"^\| `run-latency` \|", RegexOptions.Multiline));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unknown_work_is_named_with_those_there_are()
    {
        (int exitCode, _, string error) = await RunAsync("--quick", "latency");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("There is no work 'latency'. There are: chunk-1, ", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        params string[] arguments
    )
    {
        using Process process = Process.Start(
            new ProcessStartInfo(
                ThisProgram.DotNet,
                ["exec", typeof(ThisProgram).Assembly.Location, .. arguments]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            CancellationToken token = TestContext.Current.CancellationToken;
            Task<string> output = process.StandardOutput.ReadToEndAsync(token);
            Task<string> error = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

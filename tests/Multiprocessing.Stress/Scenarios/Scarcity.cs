using System.Diagnostics;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>The system grants no more: descriptors, processes.</summary>
internal static class Scarcity
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>A worker is started with each number of descriptors from none to that many.</summary>
    public static Task<string> DescriptorsAsync(int most) =>
        RunAsync([
            "prlimit",
            "--nofile=220",
            .. ThisProgram.CommandLine("--role", "starving", $"{most}"),
        ]);

    /// <summary>A worker is started with each number of processes and threads from few to that many.</summary>
    public static Task<string> ProcessesAsync(int most) =>
        RunAsync([
            "setpriv",
            "--reuid=54321",
            "--clear-groups",
            "prlimit",
            "--nproc=120",
            .. ThisProgram.CommandLine("--role", "crowded", $"{most}"),
        ]);

    private static string Tail(string text) => text.Length > 1500 ? text[^1500..] : text;

    private static async Task<string> RunAsync(string[] command)
    {
        using Process program = ThisProgram.Start(command);
        program.StandardInput.Close();
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        Task<string> error = program.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await program.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw new StressException("it hangs");
        }

        string said = (await output.ConfigureAwait(false)).Trim();
        Check.That(
            program.ExitCode == 0,
            $"exit code {program.ExitCode}: {said} {Tail(await error.ConfigureAwait(false))}"
        );
        return said;
    }
}

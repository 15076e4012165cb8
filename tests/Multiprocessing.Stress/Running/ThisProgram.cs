using System.Diagnostics;

namespace Multiprocessing.Stress.Running;

/// <summary>Starts this program again, as a helper that may be killed, limited or left hanging.</summary>
internal static class ThisProgram
{
    /// <summary>The command line that does so.</summary>
    public static string[] CommandLine(params string[] arguments) =>
        ["dotnet", "exec", typeof(ThisProgram).Assembly.Location, .. arguments];

    /// <summary>Starts a command line with its three streams redirected.</summary>
    public static Process Start(
        string[] command,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a command line to its end; fails as a hang when it has not ended in time.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] command,
        TimeSpan limit
    )
    {
        using Process program = Start(command);
        program.StandardInput.Close();
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        Task<string> error = program.StandardError.ReadToEndAsync();
        using var time = new CancellationTokenSource(limit);
        try
        {
            await program.WaitForExitAsync(time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw new StressException($"it hangs: {string.Join(' ', command)}");
        }

        return (
            program.ExitCode,
            (await output.ConfigureAwait(false)).Trim(),
            Tail((await error.ConfigureAwait(false)).Trim())
        );
    }

    // A crashing runtime says very much.
    private static string Tail(string text) => text.Length > 1500 ? text[^1500..] : text;
}

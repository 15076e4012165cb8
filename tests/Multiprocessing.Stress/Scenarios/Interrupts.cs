using System.Diagnostics;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Ctrl+C in a terminal: a real one, made by util-linux's <c>script</c>, whose line discipline sends the signal.</summary>
internal static class Interrupts
{
    private const string Mark = "MULTIPROCESSING_STRESS_RUN";
    private const char ControlC = '\x03';

    public static async Task<string> RunAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await PressAsync("", exitCode: 130).ConfigureAwait(false);
            await PressAsync("process", exitCode: 130).ConfigureAwait(false);
            string said = await PressAsync("handles", exitCode: 7).ConfigureAwait(false);
            Check.That(
                said.Contains("still 7", StringComparison.Ordinal),
                $"the workers do not serve on: {said}"
            );
        }

        return $"{3 * times} interruptions: exit code 130 with and without a process beside the pool, a handler of the program's own is respected";
    }

    private static async Task<string> PressAsync(string how, int exitCode)
    {
        string mark = Guid.NewGuid().ToString("N");
        // A shell between the terminal and the program reports the exit code as users see it.
        string command =
            string.Join(' ', ThisProgram.CommandLine("--role", "interrupted", how))
            + "; echo code=$?";
        using Process terminal = ThisProgram.Start(
            ["script", "-q", "-e", "-c", $"sh -c '{Guarded(command)}'", "/dev/null"],
            new Dictionary<string, string?> { [Mark] = mark, ["SHELL"] = "/bin/sh" }
        );
        var said = new List<string>();
        while (await terminal.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            said.Add(line);
            if (line.TrimEnd().EndsWith(Role.Ready, StringComparison.Ordinal)) // a terminal is first told its mode
            {
                await terminal.StandardInput.WriteAsync(ControlC).ConfigureAwait(false);
                await terminal.StandardInput.FlushAsync().ConfigureAwait(false);
            }
        }

        await terminal.WaitForExitAsync().ConfigureAwait(false);
        string text = string.Join(" / ", said);
        Check.That(
            text.Contains($"code={exitCode}", StringComparison.Ordinal),
            $"'{how}': expected code={exitCode}: {text}"
        );
        Check.That(
            !text.Contains("   at ", StringComparison.Ordinal),
            $"a stack trace is shown: {text}"
        );
        Check.That(said.Count <= 6, $"much is said: {text}");
        bool gone = await Check
            .Eventually(
                () => Machine.ProcessesMarked(Mark, mark).Length == 0,
                TimeSpan.FromSeconds(2)
            )
            .ConfigureAwait(false);
        Check.That(gone, $"'{how}': processes outlive the interruption");
        return text;
    }

    /// <summary>The shell itself hears the key too and must live to report.</summary>
    private static string Guarded(string command) => "trap : INT; " + command;
}

using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Stress.Running;

/// <summary>Runs scenarios one after another, each in a process of its own under a time limit, and prints the table.</summary>
internal static class Supervisor
{
    private const int LastWords = 15;

    public static async Task<int> RunAsync(string[] names)
    {
        string[] unknown =
        [
            .. names.Where(name => Catalogue.All.All(scenario => scenario.Name != name)),
        ];
        if (unknown.Length > 0)
        {
            await Console
                .Error.WriteLineAsync(
                    $"There is no scenario '{unknown[0]}'. There are: {string.Join(", ", Catalogue.All.Select(s => s.Name))}."
                )
                .ConfigureAwait(false);
            return 2;
        }

        Scenario[] chosen =
        [
            .. Catalogue.All.Where(scenario => names.Length == 0 || names.Contains(scenario.Name)),
        ];
        int failed = 0;
        Console.WriteLine("| scenario | what is done | counts | verdict | time |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (Scenario scenario in chosen)
        {
            var watch = Stopwatch.StartNew();
            (bool holds, string counts) = await RunAsync(scenario).ConfigureAwait(false);
            failed += holds ? 0 : 1;
            string time = watch.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            Console.WriteLine(
                $"| {scenario.Name} | {scenario.Done} | {counts} | {(holds ? "holds" : "FAILED")} | {time} s |"
            );
        }

        Console.WriteLine();
        Console.WriteLine($"{chosen.Length - failed} hold, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<(bool Holds, string Counts)> RunAsync(Scenario scenario)
    {
        using Process process = ThisProgram.Start(
            ThisProgram.CommandLine("--scenario", scenario.Name)
        );
        process.StandardInput.Close();
        var said = new LastLines(LastWords);
        Task[] readers =
        [
            ReadAsync(process.StandardOutput, said),
            ReadAsync(process.StandardError, said),
        ];
        using var limit = new CancellationTokenSource(scenario.Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            said.PrintTo(Console.Error);
            return (false, $"hangs: not done after {scenario.Limit.TotalSeconds:F0} s");
        }

        await Task.WhenAny(Task.WhenAll(readers), Task.Delay(5000, CancellationToken.None))
            .ConfigureAwait(false);
        bool holds = process.ExitCode == 0 && said.Verdict is not null;
        if (!holds)
        {
            said.PrintTo(Console.Error);
        }

        return (
            holds,
            said.Verdict ?? $"ended with exit code {process.ExitCode} without a verdict"
        );
    }

    private static async Task ReadAsync(StreamReader reader, LastLines said)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            said.Add(line);
        }
    }

    /// <summary>What a scenario's processes said last: crashing runtimes say very much.</summary>
    private sealed class LastLines(int kept)
    {
        private readonly Queue<string> _lines = [];

        public string? Verdict { get; private set; }

        public void Add(string line)
        {
            lock (_lines)
            {
                if (line.StartsWith(ScenarioHost.Verdict, StringComparison.Ordinal))
                {
                    Verdict = line[ScenarioHost.Verdict.Length..];
                    return;
                }

                _lines.Enqueue(line.Length > 300 ? line[..300] : line);
                if (_lines.Count > kept)
                {
                    _lines.Dequeue();
                }
            }
        }

        public void PrintTo(TextWriter writer)
        {
            lock (_lines)
            {
                foreach (string line in _lines)
                {
                    writer.WriteLine("    " + line);
                }
            }
        }
    }
}

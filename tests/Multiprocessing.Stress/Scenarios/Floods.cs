using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Strangers come to the socket of each worker that starts, many at a time.</summary>
internal static class Floods
{
    private const string Name = "@multiprocessing-";
    private const string Refused = "refused";

    // In turns, since other work on the machine comes and goes.
    private const int Turns = 3;

    /// <summary>Workers start with and without them: that must take about as long, and say one line a pool or process.</summary>
    /// <param name="what">What starts: pool, process.</param>
    /// <param name="manner">What the strangers do: connect that often and say nothing, or connect and leave.</param>
    /// <param name="ofAnotherUser">Whether they are another user's.</param>
    /// <param name="starts">How many starts with strangers, and as many without, are measured three times.</param>
    /// <param name="times">How many times as long a start may take, in the median.</param>
    /// <param name="slack">How much longer besides, which a busy machine may make of it.</param>
    public static async Task<string> RunAsync(
        string what,
        string[] manner,
        bool ofAnotherUser,
        int starts,
        double times,
        TimeSpan slack
    )
    {
        string[] arguments = ["--role", "stranger", .. manner];
        using Process strangers = ofAnotherUser
            ? AnotherUser.Start(arguments)
            : ThisProgram.Start(ThisProgram.CommandLine(arguments));
        try
        {
            await strangers.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            List<double> alone = [];
            List<double> flooded = [];
            List<string> lines = [];
            for (int i = 0; i < Turns; i++)
            {
                await StartAsync(what, starts, alone, null, null).ConfigureAwait(false);
                await StartAsync(what, starts, flooded, lines, strangers.StandardInput)
                    .ConfigureAwait(false);
            }

            string verdict =
                $"{Median(alone):F0} ms alone, {Median(flooded):F0} ms with strangers, who are refused in {lines.Count} lines at {Turns * starts} starts";
            Check.That(lines.Count > 0, $"{verdict}: no stranger was in time");
            Check.That(lines.Count <= Turns * starts, $"{verdict}: {string.Join(" | ", lines)}");
            Check.That(
                !ofAnotherUser
                    || lines.All(line =>
                        line.Contains($"another user, {AnotherUser.Id}", StringComparison.Ordinal)
                    ),
                lines[0]
            );
            Check.That(
                Median(flooded) <= (times * Median(alone)) + slack.TotalMilliseconds,
                verdict
            );
            return verdict;
        }
        finally
        {
            strangers.Kill();
        }
    }

    /// <summary>Lets a program start workers, and tells the strangers of each socket that it opens.</summary>
    private static async Task StartAsync(
        string what,
        int starts,
        List<double> took,
        List<string>? lines,
        TextWriter? strangers
    )
    {
        using Process program = ThisProgram.Start(
            ThisProgram.CommandLine(
                "--role",
                "starting-workers",
                what,
                starts.ToString(CultureInfo.InvariantCulture)
            )
        );
        Task<string> said = program.StandardOutput.ReadToEndAsync();
        Task<string> error = program.StandardError.ReadToEndAsync();
        HashSet<string> seen = [];
        while (!program.HasExited)
        {
            foreach (string name in Machine.HeldBy([program.Id]))
            {
                if (name.StartsWith(Name, StringComparison.Ordinal) && seen.Add(name))
                {
                    strangers?.WriteLine(name);
                    strangers?.Flush();
                }
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        Check.Same(0, program.ExitCode, await error.ConfigureAwait(false));
        took.AddRange(
            (await said.ConfigureAwait(false))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture))
        );
        lines?.AddRange(
            (await error.ConfigureAwait(false))
                .Split('\n')
                .Where(line => line.Contains(Refused, StringComparison.Ordinal))
        );
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

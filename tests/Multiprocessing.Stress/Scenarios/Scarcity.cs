using System.Globalization;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>
/// The system grants no more: descriptors, processes. With each number that may be left a program uses a pool, and another one
/// does what any program does. Where the latter dies .NET itself is at its end; from there on a pool must work, or say why not.
/// </summary>
internal static class Scarcity
{
    private const int PlainRuns = 3;
    private const int FirstUser = 54321;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>A pool is used with each number of descriptors left from none to that many, in steps.</summary>
    public static Task<string> DescriptorsAsync(int most, int step = 1) =>
        RunAsync(ResourceLimit.Files, most, step, _ => []);

    /// <summary>A pool is used with each number of processes and threads left from none to that many, in steps.</summary>
    public static Task<string> ProcessesAsync(int most, int step = 1) =>
        // Root may have as many as it likes, and those who run at once must not be counted together.
        RunAsync(
            ResourceLimit.Tasks,
            most,
            step,
            run => ["setpriv", $"--reuid={FirstUser + run}", "--clear-groups"]
        );

    private static async Task<string> RunAsync(
        ResourceLimit resource,
        int most,
        int step,
        Func<int, string[]> prefix
    )
    {
        SortedSet<int> plainDies = [];
        SortedSet<int> poolDies = [];
        int refused = 0;
        int worked = 0;
        string? lastWords = null;
        for (int spare = 0; spare <= most; spare += step)
        {
            (string? Outcome, string Said)[] runs = await Task.WhenAll(
                    Enumerable.Range(0, PlainRuns + 1).Select(run => PlayAsync(run, spare))
                )
                .ConfigureAwait(false);
            if (runs[1..].Any(run => run.Outcome is null))
            {
                plainDies.Add(spare);
            }

            (string? outcome, string said) = runs[0];
            refused += outcome == Scarce.Refused ? 1 : 0;
            worked += outcome == Scarce.Worked ? 1 : 0;
            if (outcome is null)
            {
                poolDies.Add(spare);
                lastWords = said;
            }
        }

        string verdict =
            $"pools with 0 to {most} left: {refused} refused in words, {worked} worked, "
            + $"dead with {Numbers(poolDies)}; programs without a pool: dead with {Numbers(plainDies)}";
        Check.That(
            poolDies.Count == 0 || (plainDies.Count > 0 && poolDies.Max <= plainDies.Max),
            $"{verdict}. {lastWords}"
        );
        Check.That(refused > 1 && worked > 1, verdict);
        return verdict;

        Task<(string? Outcome, string Said)> PlayAsync(int run, int spare) =>
            Scarcity.PlayAsync([
                .. prefix(run),
                .. ThisProgram.CommandLine(
                    "--role",
                    "scarce",
                    resource.Name,
                    run == 0 ? Scarce.Pool : Scarce.Plain,
                    spare.ToString(CultureInfo.InvariantCulture)
                ),
            ]);
    }

    private static string Numbers(SortedSet<int> numbers) =>
        numbers.Count == 0 ? "none" : string.Join(", ", numbers);

    /// <summary>Plays the role; no outcome when it died.</summary>
    private static async Task<(string? Outcome, string Said)> PlayAsync(string[] command)
    {
        (int exitCode, string output, string error) = await ThisProgram
            .RunAsync(command, s_limit)
            .ConfigureAwait(false);
        return exitCode == 0 ? (output, output) : (null, $"exit code {exitCode}: {output} {error}");
    }
}

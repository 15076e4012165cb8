using Multiprocessing.Benchmarks.Floors;
using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>Maps of items that only compute, against bare processes that share the same steps without a library between them.</summary>
internal static class BusyMap
{
    private const string Ceiling = "bare processes, work split evenly";
    private static readonly Figure s_speed = new("steps a second", Unit.PerSecond);
    private static readonly Figure s_share = new("share of its own ceiling", Unit.Factor);

    public static Match Even { get; } =
        new(
            "even-map",
            "CPU-bound map over as many workers as cores",
            stage => Prepare(stage, [.. Enumerable.Repeat(4_000_000L, 128)], 0.97)
        );

    public static Match Uneven { get; } =
        new(
            "uneven-map",
            "the same with uneven items, 100:1",
            stage => Prepare(stage, UnevenSteps(), 0.93)
        );

    private static Plan Prepare(Stage stage, long[] steps, double least)
    {
        int workers = Math.Max(2, Environment.ProcessorCount);
        ProcessPool pool = stage.Own(new ProcessPool(workers));
        BareProcesses bare = stage.Own(new BareProcesses(workers));
        long all = steps.Sum();
        long[] shares = [.. Enumerable.Repeat(all / workers, workers)];
        // Python takes some fifty times as long for a step.
        string pythonSteps = string.Join(' ', steps.Select(count => count / 50));
        return new Plan(
            [
                Stage.Ours(() => Speed(all, Clock.Seconds(() => pool.Map(Busy.Compute, steps)))),
                stage.Python(
                    "Python Pool.map",
                    $"compute {workers} {pythonSteps}",
                    seconds => new() { [s_share] = seconds[0] / seconds[1] }
                ),
                new Contender(Ceiling, () => Speed(all, bare.Seconds(shares))),
            ],
            [new(new(Contender.Ours, s_speed), new(Ceiling, s_speed)) { AtLeast = least }]
        );
    }

    private static Dictionary<Figure, double> Speed(long steps, double seconds) =>
        new() { [s_speed] = steps / seconds };

    /// <summary>1000 items, every twentieth of them a hundred times as long, in an order that is the same each time.</summary>
    private static long[] UnevenSteps()
    {
        long[] steps =
        [
            .. Enumerable.Range(0, 1000).Select(i => i % 20 == 0 ? 8_000_000L : 80_000L),
        ];
        new Random(1).Shuffle(steps);
        return steps;
    }
}

using Multiprocessing.Benchmarks.Floors;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>One call, there and back.</summary>
internal static class RunLatency
{
    private const string Python = "Python Pool.apply";
    private const string Floor = "blocking pipe ping-pong";
    private static readonly Figure s_median = new("median", Unit.Seconds);
    private static readonly Figure s_p99 = new("p99", Unit.Seconds);
    private static readonly Figure s_capturing = new("median, number captured", Unit.Seconds);

    public static Match Match { get; } =
        new("run-latency", "one Run round trip, pool of 2", Prepare);

    private static Plan Prepare(Stage stage)
    {
        int calls = stage.Effort.Of(3000, 500);
        ProcessPool pool = stage.Own(new ProcessPool(2));
        PingPong pingPong = stage.Own(new PingPong());
        return new Plan(
            [
                Stage.Ours(() =>
                    new(Figures(Clock.Seconds(calls, () => pool.Run(() => Trivial.AddOne(1)))))
                    {
                        [s_capturing] = Statistics.Median(Capturing(pool, calls)),
                    }
                ),
                stage.Python(Python, $"apply {calls}", Figures),
                .. stage.Loky($"loky_apply {calls / 2}", Figures),
                new Contender(Floor, () => Figures(pingPong.Seconds(calls))),
            ],
            [
                .. new[] { s_median, s_p99 }.SelectMany(figure =>
                    new[]
                    {
                        new Goal(new(Contender.Ours, figure), new(Python, figure))
                        {
                            AtMost = 0.25,
                        },
                        new Goal(new(Contender.Ours, figure), new(Floor, figure)) { AtMost = 2.5 },
                    }
                ),
                new(new(Contender.Ours, s_capturing), new(Floor, s_median)),
            ]
        )
        {
            WarmUp = Plan.Settled,
        };
    }

    /// <summary>A function that captures something is packed and opened anew in each call.</summary>
    private static double[] Capturing(ProcessPool pool, int calls)
    {
        int number = 0;
        return Clock.Seconds(
            calls,
            () =>
            {
                number++;
                pool.Run(() => Trivial.AddOne(number));
            }
        );
    }

    private static Dictionary<Figure, double> Figures(double[] seconds) =>
        new()
        {
            [s_median] = Statistics.Median(seconds),
            [s_p99] = Statistics.Percentile(seconds, 0.99),
        };
}

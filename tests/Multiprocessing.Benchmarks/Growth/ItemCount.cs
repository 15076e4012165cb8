using Multiprocessing.Benchmarks.Running;
using Multiprocessing.Benchmarks.Works;

namespace Multiprocessing.Benchmarks.Growth;

/// <summary>Maps of more and more trivial items.</summary>
internal static class ItemCount
{
    private static readonly Figure s_map = new("a map", Unit.Seconds);

    public static Curve Curve { get; } =
        new(
            "growth-items",
            "trivial items, default chunking, pool of 2",
            "items",
            effort => Curve.PowersOfTen(2, effort.Of(7, 5)),
            Prepare
        );

    private static Plan Prepare(Stage stage, long size)
    {
        int items = (int)size;
        int times = Curve.Times(size, 100_000, 100);
        ProcessPool pool = stage.Own(new ProcessPool(2));
        return new Plan(
            [
                Stage.Ours(() =>
                    Median(
                        Clock.Seconds(
                            times,
                            () => pool.Map(Trivial.AddOne, Enumerable.Range(0, items))
                        )
                    )
                ),
                stage.Python("Python Pool.map", $"map {items} default {times}", Median),
            ],
            []
        );
    }

    private static Dictionary<Figure, double> Median(double[] seconds) =>
        new() { [s_map] = Statistics.Median(seconds) };
}

using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>Maps of items that cost nothing: what is left is the cost of the map.</summary>
internal static class MapOfTrivialItems
{
    private const int Workers = 2;
    private const string Python = "Python Pool.map";
    private const string Serial = "serial loop in the parent";
    private static readonly Figure s_rate = new("items a second", Unit.PerSecond);

    public static Match OneItemAMessage { get; } =
        new("chunk-1", "100,000 trivial items, chunk size 1, pool of 2", PlanOfChunkSizeOne);

    public static Match DefaultChunks { get; } =
        new(
            "map-100k",
            "100,000 trivial items, default chunking, pool of 2",
            // A map takes about a millisecond: one alone would show how the machine wakes up.
            stage => PlanOfDefaultChunks(stage, 100_000, times: 20, withLoky: true)
        );

    public static Match ManyDefaultChunks { get; } =
        new(
            "map-10m",
            "10,000,000 trivial items, default chunking, pool of 2",
            // joblib would need most of a minute a sample.
            stage =>
                PlanOfDefaultChunks(
                    stage,
                    stage.Effort.Of(10_000_000, 1_000_000),
                    times: 1,
                    withLoky: false
                )
        );

    private static Plan PlanOfChunkSizeOne(Stage stage)
    {
        int items = stage.Effort.Of(100_000, 20_000);
        int lokyItems = items / 10; // a tenth is enough for a rate
        return new Plan(
            [
                Ours(stage, items, chunkSize: 1, times: 1),
                stage.Python(Python, $"map {items} 1", seconds => Rate(items, seconds[0])),
                .. stage.Loky($"loky_map {lokyItems} 1", seconds => Rate(lokyItems, seconds[0])),
            ],
            [AgainstPython(15)]
        )
        {
            WarmUp = Plan.Settled,
        };
    }

    private static Plan PlanOfDefaultChunks(Stage stage, int items, int times, bool withLoky) =>
        new(
            [
                Ours(stage, items, chunkSize: null, times),
                stage.Python(
                    Python,
                    $"map {items} default {times}",
                    seconds => Rate(items, Statistics.Median(seconds))
                ),
                .. withLoky
                    ? stage.Loky($"loky_auto {items}", seconds => Rate(items, seconds[0]))
                    : [],
                new Contender(
                    Serial,
                    () => Rate(items, Clock.Seconds(() => SerialLoop(Trivial.AddOne, items)))
                ),
            ],
            [AgainstPython(10), new Goal(new(Contender.Ours, s_rate), new(Serial, s_rate))]
        )
        {
            WarmUp = Plan.Settled,
        };

    private static Contender Ours(Stage stage, int items, int? chunkSize, int times)
    {
        ProcessPool pool = stage.Own(new ProcessPool(Workers));
        return Stage.Ours(() =>
            Rate(
                items,
                Statistics.Median(
                    Clock.Seconds(
                        times,
                        () => pool.Map(Trivial.AddOne, Enumerable.Range(0, items), chunkSize)
                    )
                )
            )
        );
    }

    private static Goal AgainstPython(double least) =>
        new(new(Contender.Ours, s_rate), new(Python, s_rate)) { AtLeast = least };

    private static Dictionary<Figure, double> Rate(int items, double seconds) =>
        new() { [s_rate] = items / seconds };

    private static int[] SerialLoop(Func<int, int> function, int items)
    {
        int[] results = new int[items];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = function(i);
        }

        return results;
    }
}

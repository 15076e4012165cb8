using Multiprocessing.Benchmarks.Floors;
using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>100 MB of numbers to a worker or back, in a parent that has just started: the first transfer, then more.</summary>
internal static class LargeArray
{
    private const int Times = 6;
    private const string Python = "Python Pool";
    private const string Fresh = "memcpy into fresh pages";
    private const string Warm = "memcpy, warm";
    private static readonly Figure s_first = new("first transfer", Unit.BytesPerSecond);
    private static readonly Figure s_again = new("repeated transfers", Unit.BytesPerSecond);

    public static Match Item { get; } =
        new("array-item", "100 MB double[] as an item, pool of 1", stage => Prepare(stage, "item"));

    public static Match Result { get; } =
        new(
            "array-result",
            "100 MB double[] as a result, pool of 1",
            stage => Prepare(stage, "result")
        );

    private static Plan Prepare(Stage stage, string direction)
    {
        int bytes = stage.Effort.Of(100_000_000, 50_000_000);
        MemoryCopy copy = stage.Own(new MemoryCopy(bytes));
        string question = $"transfer {direction} {bytes} {Times}";
        return new Plan(
            [
                Stage.Ours(() =>
                {
                    using Helper parent = ThisProgram.InRole(Transfer.Role);
                    return Figures(bytes, parent.Ask($"{direction} {bytes} {Times}"));
                }),
                Stage.FreshPython(Python, question, seconds => Figures(bytes, seconds)),
                .. Stage.FreshLoky($"loky_{question}", seconds => Figures(bytes, seconds)),
                Copies(Fresh, bytes, copy.FreshSeconds),
                Copies(Warm, bytes, copy.WarmSeconds),
            ],
            [
                new(new(Contender.Ours, s_first), new(Python, s_first)) { AtLeast = 4 },
                new(new(Contender.Ours, s_again), new(Python, s_again)) { AtLeast = 8 },
                new(new(Contender.Ours, s_first), new(Fresh, s_again)) { AtLeast = 0.5 },
                new(new(Contender.Ours, s_again), new(Fresh, s_again)) { AtLeast = 0.5 },
            ]
        );
    }

    private static Contender Copies(string name, int bytes, Func<double> seconds) =>
        new(
            name,
            () =>
                new()
                {
                    [s_again] =
                        bytes
                        / Statistics.Median(Enumerable.Range(0, Times - 1).Select(_ => seconds())),
                }
        );

    private static Dictionary<Figure, double> Figures(int bytes, double[] seconds) =>
        new()
        {
            [s_first] = bytes / seconds[0],
            [s_again] = bytes / Statistics.Median(seconds[1..]),
        };
}

using System.Globalization;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>Objects as programs have them, to workers and back.</summary>
internal static class Records
{
    private const string Python = "Python Pool.map";
    private static readonly Figure s_rate = new("records a second", Unit.PerSecond);

    public static Match Match { get; } =
        new(
            "records",
            "10,000 records of 12 fields with strings and lists, out and back, pool of 2",
            Prepare
        );

    private static Plan Prepare(Stage stage)
    {
        int count = stage.Effort.Of(10_000, 2_000);
        Record[] records = [.. Enumerable.Range(0, count).Select(i => Make(i, count))];
        ProcessPool pool = stage.Own(new ProcessPool(2));
        return new Plan(
            [
                Stage.Ours(() =>
                    Rate(count, Clock.Seconds(() => pool.Map(record => record, records)))
                ),
                stage.Python(Python, $"records {count}", seconds => Rate(count, seconds[0])),
            ],
            [new(new(Contender.Ours, s_rate), new(Python, s_rate)) { AtLeast = 3 }]
        )
        {
            WarmUp = Plan.Settled,
        };
    }

    private static Dictionary<Figure, double> Rate(int count, double seconds) =>
        new() { [s_rate] = count / seconds };

    private static Record Make(int i, int count) =>
        new(
            i,
            Text($"name {i}"),
            Text($"city {i % 100}"),
            i * 0.5,
            i % 2 == 0,
            1_600_000_000 + i,
            [Text($"tag {i % 7}"), Text($"tag {i % 11}"), Text($"tag {i % 13}")],
            [i, i + 1, i + 2, i + 3],
            i / 2,
            Text($"a comment on record {i} of {count}"),
            (double)i / count,
            [i * 0.25, i * 0.125]
        );

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same fields as in <c>peers.py</c>.</summary>
    private sealed record Record(
        int Id,
        string Name,
        string City,
        double Score,
        bool Active,
        int Created,
        List<string> Tags,
        List<int> Numbers,
        int Parent,
        string Comment,
        double Ratio,
        List<double> History
    );
}

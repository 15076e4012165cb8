using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Growth;

/// <summary>One item that grows.</summary>
internal static class PayloadSize
{
    /// <summary>Both sides of a transfer hold it, Python's several times: a machine with less memory skips the largest.</summary>
    private const int Copies = 8;

    private static readonly Figure s_transfer = new("there and its length back", Unit.Seconds);

    public static Curve Curve { get; } =
        new(
            "growth-payload",
            "one item of bytes to a worker, its length back, pool of 1",
            "bytes",
            effort =>
                [
                    .. Curve
                        .PowersOfTen(0, effort.Of(9, 6))
                        .Where(bytes =>
                            bytes * Copies < GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
                        ),
                ],
            Prepare
        );

    private static Plan Prepare(Stage stage, long size)
    {
        int times = Curve.Times(size, 10_000_000, 200);
        ProcessPool pool = stage.Own(new ProcessPool(1));
        byte[][] items = [new byte[size]];
        return new Plan(
            [
                Stage.Ours(() =>
                    Median(Clock.Seconds(times, () => pool.Map(bytes => bytes.Length, items)))
                ),
                stage.Python("Python Pool.map", $"payload {size} {times}", Median),
            ],
            []
        );
    }

    private static Dictionary<Figure, double> Median(double[] seconds) =>
        new() { [s_transfer] = Statistics.Median(seconds) };
}

using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Growth;

/// <summary>Pools of more and more workers, soon many more than there are cores.</summary>
internal static class WorkerCount
{
    private const int Items = 256;
    private const int Steps = 1_000_000;

    /// <summary>About as long for Python as those steps are here.</summary>
    private const int PythonSteps = Steps / 50;

    private static readonly Figure s_start = new(
        "constructor to first result, then disposed",
        Unit.Seconds
    );
    private static readonly Figure s_map = new("a map of 256 busy items", Unit.Seconds);

    public static Curve Curve { get; } =
        new(
            "growth-workers",
            "a pool's start, and a CPU-bound map",
            "workers",
            effort => effort.IsQuick ? [1, 2, 4] : [1, 2, 4, 8, 16, 32, 64],
            Prepare
        );

    private static Plan Prepare(Stage stage, long size)
    {
        int workers = (int)size;
        return new Plan(
            [
                Stage.Ours(() => Measure(workers)),
                stage.Python(
                    "Python spawn",
                    $"workers spawn {workers} {Items} {PythonSteps}",
                    seconds => new() { [s_start] = seconds[0], [s_map] = seconds[1] }
                ),
            ],
            []
        );
    }

    private static Dictionary<Figure, double> Measure(int workers)
    {
        double start = Clock.Seconds(() =>
        {
            using var cold = new ProcessPool(workers);
            cold.Run(() => Busy.Compute(1));
        });
        using var pool = new ProcessPool(workers);
        pool.Map(Busy.Compute, Enumerable.Repeat(1L, workers * 4), chunkSize: 1);
        long[] items = [.. Enumerable.Repeat((long)Steps, Items)];
        return new()
        {
            [s_start] = start,
            [s_map] = Clock.Seconds(() => pool.Map(Busy.Compute, items)),
        };
    }
}

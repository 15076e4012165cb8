using System.Globalization;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>What a worker that has done a little and now waits takes of the machine's memory.</summary>
internal static class IdleMemory
{
    private const string Python = "Python spawn";
    private static readonly Figure s_pss = new("PSS a worker", Unit.Bytes);

    public static Match Match { get; } =
        new("idle-memory", "memory of an idle worker, pool of 2", Prepare) { NeedsCores = false };

    private static Plan Prepare(Stage stage) =>
        new(
            [
                new Contender(Contender.Ours, OperatingSystem.IsLinux() ? Measure : null),
                Stage.FreshPython(Python, "memory spawn", Figures),
            ],
            [new(new(Contender.Ours, s_pss), new(Python, s_pss)) { AtMost = 1.8 }]
        );

    private static Dictionary<Figure, double> Measure()
    {
        using var pool = new ProcessPool(2);
        pool.Map(Trivial.AddOne, Enumerable.Range(0, 100), chunkSize: 1);
        Thread.Sleep(200); // as long as Python's are left idle
        return Figures([.. pool.Workers.Select(worker => ProportionalSetSize(worker.ProcessId))]);
    }

    private static Dictionary<Figure, double> Figures(double[] bytes) =>
        new() { [s_pss] = Statistics.Median(bytes) };

    /// <summary>Its private pages, and its part of those it shares with others.</summary>
    private static double ProportionalSetSize(int process) =>
        File.ReadLines($"/proc/{process}/smaps_rollup")
            .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            .Select(kilobytes => double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024)
            .Single();
}

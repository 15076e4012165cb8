using System.Globalization;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>What a worker that has done a little and now waits takes of the machine's memory.</summary>
internal static class IdleMemory
{
    private const string Python = "Python spawn";
    private static readonly Figure s_pss = new("PSS a worker", Unit.Bytes);
    private static readonly Figure s_private = new("of it private", Unit.Bytes);

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
        return Figures([.. pool.Workers.SelectMany(worker => Sizes(worker.ProcessId))]);
    }

    /// <param name="bytes">Of each worker its PSS and its private memory.</param>
    private static Dictionary<Figure, double> Figures(double[] bytes) =>
        new()
        {
            [s_pss] = Statistics.Median(bytes.Where((_, i) => i % 2 == 0)),
            [s_private] = Statistics.Median(bytes.Where((_, i) => i % 2 == 1)),
        };

    /// <summary>PSS is what is private, and the process's part of what it shares with others.</summary>
    private static double[] Sizes(int process)
    {
        Dictionary<string, double> sizes = File.ReadLines($"/proc/{process}/smaps_rollup")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(
                words => words[0],
                words => double.Parse(words[1], CultureInfo.InvariantCulture) * 1024
            );
        return [sizes["Pss:"], sizes["Private_Clean:"] + sizes["Private_Dirty:"]];
    }
}

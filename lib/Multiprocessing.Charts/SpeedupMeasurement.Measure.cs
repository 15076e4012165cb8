namespace Multiprocessing.Charts;

public sealed partial record SpeedupMeasurement
{
    /// <summary>Times <c>pool.Map(function, items)</c> on pools of 1, 2, ... workers.</summary>
    /// <remarks>
    /// <para>
    /// The workers are started and run the workload untimed first, so neither their start nor the compiling of
    /// their code is measured. The repetitions are interleaved: each round times every worker count once, back and
    /// forth, so that a machine that grows slower meanwhile does so for all of them. Times are medians, and their
    /// spread is the fastest to the slowest.
    /// </para>
    /// <para>
    /// Every count up to 8 is measured, above it 12, 16, 24, 32 and so on. A call takes roughly
    /// <c>repetitions × maxWorkers</c> times as long as the workload on one worker: a workload of half a second
    /// is plenty. Below 100 milliseconds on one worker the result carries a
    /// warning, for there is nothing left to measure but dispatch and noise.
    /// </para>
    /// </remarks>
    /// <param name="function">What the workers do with each item.</param>
    /// <param name="items">The items of the workload; enumerated once.</param>
    /// <param name="maxWorkers">The most workers; every core, and at least 2, where it is left out.</param>
    /// <param name="repetitions">How often each worker count is timed.</param>
    /// <param name="chunkSize">How many items a worker takes at once, as in <c>Map</c>.</param>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    public static SpeedupMeasurement Measure<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        int? maxWorkers = null,
        int repetitions = 5,
        int? chunkSize = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(items);
        RequirePositive(maxWorkers, nameof(maxWorkers), "leave it out to use every core");
        RequirePositive(repetitions, nameof(repetitions), "5 is a good number");
        RequirePositive(chunkSize, nameof(chunkSize), "leave it out to let the pool choose");
        T[] work = [.. items];
        if (work.Length == 0)
        {
            throw new ArgumentException(
                "There is nothing to measure: items is empty.",
                nameof(items)
            );
        }

        var cores = Environment.ProcessorCount;
        var counts = WorkerCounts.UpTo(maxWorkers ?? Math.Max(2, cores));
        var measured = new List<(int Workers, TimeSpan Time)>();
        var independent = new List<(int Workers, TimeSpan Time)>();
        using var bench = new Workbench<T, TResult>(function, work, chunkSize, counts);
        bench.WarmUp();
        for (var round = 0; round < repetitions; round++)
        {
            foreach (var count in round % 2 == 0 ? counts : counts.Reverse())
            {
                measured.Add((count, bench.TimePool(count)));
                independent.Add((count, bench.TimeIndependent(count)));
            }
        }

        return new SpeedupMeasurement(
            cores,
            work.Length,
            measured.ToLookup(run => run.Workers, run => run.Time),
            independent.ToLookup(run => run.Workers, run => run.Time)
        );
    }

    private static void RequirePositive(int? value, string name, string remedy)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                name,
                $"{name} is {value}; it must be at least 1 ({remedy})."
            );
        }
    }
}

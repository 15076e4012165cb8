using System.Diagnostics;

namespace Multiprocessing.Charts;

/// <summary>The warm worker processes of one measurement, and the two things that are timed on them.</summary>
internal sealed class Workbench<T, TResult> : IDisposable
{
    // Long enough for the JIT to put optimised code in place of what it compiled first.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(400);

    private readonly Func<T, TResult> _function;
    private readonly T[] _items;
    private readonly int? _chunkSize;
    private readonly SortedDictionary<int, ProcessPool> _pools = [];
    private readonly ProcessPool[] _soloists;

    public Workbench(Func<T, TResult> function, T[] items, int? chunkSize, int[] workerCounts)
    {
        _function = function;
        _items = items;
        _chunkSize = chunkSize;
        foreach (var count in workerCounts)
        {
            _pools.Add(count, new ProcessPool(count));
        }

        _soloists = [.. Enumerable.Range(0, workerCounts.Max()).Select(_ => new ProcessPool(1))];
    }

    /// <summary>Runs both, untimed, until every worker is up and its code compiled.</summary>
    public void WarmUp()
    {
        foreach (var count in _pools.Keys)
        {
            RunWarm(() => TimePool(count));
        }

        RunWarm(() => TimeIndependent(_soloists.Length));
    }

    /// <summary>One pool of this many workers doing the work once.</summary>
    public TimeSpan TimePool(int workers)
    {
        var pool = _pools[workers];
        var start = Stopwatch.GetTimestamp();
        pool.Map(_function, _items, _chunkSize);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>
    /// This many processes that know nothing of each other, each doing all of the work in a single call: nothing
    /// is divided, so nothing is scheduled. The time is that of the last one.
    /// </summary>
    public TimeSpan TimeIndependent(int processes)
    {
        var work = AllItems(_function, _items);
        var start = Stopwatch.GetTimestamp();
        var runs = _soloists.Take(processes).Select(process => process.RunAsync(work)).ToArray();
        Task.WhenAll(runs).GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (var pool in _pools.Values.Concat(_soloists))
        {
            pool.Dispose();
        }
    }

    // Static, so that the work carries the function and its items and not the workbench with its pools.
    private static Action AllItems(Func<T, TResult> function, T[] items) =>
        () =>
        {
            foreach (var item in items)
            {
                function(item);
            }
        };

    private static void RunWarm(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            run();
        } while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }
}

using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Links;

namespace Multiprocessing.Insight;

/// <summary>What happens in a pool, told to meters, traces and the pool's logger.</summary>
/// <param name="name">The pool's name.</param>
/// <param name="log">Its logger's words; null where nobody asked for a log.</param>
internal sealed class PoolInsight(string name, PoolLog? log)
{
    public string Name => name;

    public static PoolInsight Of(string name, PoolOptions? options) =>
        new(name, options is { HasLogger: true } ? LogOf(options) : null);

    public CallInsight Begin(Call call) => new(name, call);

    public void Sent(long bytes) => PoolMetrics.Sent(name, bytes);

    public void Received(long bytes) => PoolMetrics.Received(name, bytes);

    public void WorkerStarted(IWorkerLink worker)
    {
        PoolMetrics.Started(name);
        log?.Started(name, worker.ProcessId);
    }

    /// <summary>A stranger, or nonsense, was turned away.</summary>
    public void Refused(IWorkerLink worker, string reason) =>
        log?.Refused(name, worker.ProcessId, reason);

    /// <summary>A worker has ended.</summary>
    /// <param name="worker">Which.</param>
    /// <param name="exit">How.</param>
    /// <param name="end">What the pool made of it.</param>
    public void WorkerEnded(IWorkerLink worker, WorkerExit exit, in WorkerEnd end)
    {
        if (exit.StartError is { } error && !end.Asked)
        {
            PoolMetrics.Died(name);
            log?.NotStarted(name, error);
        }
        else if (end.Asked)
        {
            log?.Ended(name, worker.ProcessId, exit.Code);
        }
        else
        {
            PoolMetrics.Died(name);
            log?.Died(name, worker.ProcessId, exit.Code, end.Replaced);
            if (end.Retried is { } item)
            {
                log?.Retried(name, item, worker.ProcessId);
            }
        }
    }

    // Not to be inlined: compiling it loads the logging package.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PoolLog LogOf(PoolOptions options) => new(options.Logger!);
}

/// <summary>What a pool made of a worker's end.</summary>
/// <param name="Asked">The pool had told it to end, or ended it because its call was cancelled.</param>
/// <param name="Replaced">Another takes its place.</param>
/// <param name="Retried">The item that runs again for it.</param>
internal readonly record struct WorkerEnd(bool Asked, bool Replaced, long? Retried);

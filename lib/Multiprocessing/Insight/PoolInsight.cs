using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Links;

namespace Multiprocessing.Insight;

/// <summary>What happens in a pool, told to meters, traces and the pool's logger.</summary>
internal sealed class PoolInsight(PoolOptions options)
{
    private readonly string _name = options.Name!;

    // Null where nobody asked for a log.
    private readonly PoolLog? _log = options.HasLogger ? LogOf(options) : null;

    private readonly CallbackQueue? _logging = options.HasLogger ? new CallbackQueue() : null;

    public string Name => _name;

    /// <summary>Completes when the pool's logger has been told of all that has happened up to now.</summary>
    public Task Logged => _logging?.Drained() ?? Task.CompletedTask;

    public CallInsight Begin(Call call) => new(_name, call);

    public void Sent(long bytes) => PoolMetrics.Sent(_name, bytes);

    public void Received(long bytes) => PoolMetrics.Received(_name, bytes);

    public void WorkerStarted(IWorkerLink worker)
    {
        PoolMetrics.Started(_name);
        Log(log => log.Started(_name, worker.ProcessId));
    }

    /// <summary>A stranger, or nonsense, was turned away.</summary>
    public void Refused(IWorkerLink worker, string reason) =>
        Log(log => log.Refused(_name, worker.ProcessId, reason));

    /// <summary>A worker has ended.</summary>
    /// <param name="worker">Which.</param>
    /// <param name="exit">How.</param>
    /// <param name="end">What the pool made of it.</param>
    public void WorkerEnded(IWorkerLink worker, WorkerExit exit, WorkerEnd end)
    {
        if (end.StartError is { } error)
        {
            PoolMetrics.Died(_name);
            Log(log => log.NotStarted(_name, error));
        }
        else if (end.Asked)
        {
            Log(log => log.Ended(_name, worker.ProcessId, exit.Code));
        }
        else
        {
            PoolMetrics.Died(_name);
            Log(log => log.Died(_name, worker.ProcessId, exit.Code, end.Replaced));
            if (end.Retried is { } item)
            {
                Log(log => log.Retried(_name, item, worker.ProcessId));
            }
        }
    }

    private void Log(Action<PoolLog> say)
    {
        if (_log is not null)
        {
            _logging!.Add(() => say(_log));
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
/// <param name="StartError">Why it was never of use, null if it was.</param>
internal readonly record struct WorkerEnd(
    bool Asked,
    bool Replaced,
    long? Retried,
    Exception? StartError
);

using Multiprocessing.Insight;

namespace Multiprocessing.Dispatch;

/// <summary>
/// Tells a caller how far its call is: one report at a time, in order, in the caller's context. A report that takes long
/// delays the next ones and the end of its own call, and nothing else.
/// </summary>
/// <param name="progress">The caller's own.</param>
/// <param name="context">The caller's context; null for none.</param>
/// <param name="look">Says how far the call is.</param>
/// <param name="failed">Told of what a report threw, once: after that none is made.</param>
internal sealed class ProgressReports(
    IProgress<PoolProgress> progress,
    ExecutionContext? context,
    Func<PoolProgress> look,
    Action<Exception> failed
)
{
    private readonly CallbackQueue _queue = new();
    private int _isRequested;
    private bool _ended; // only looked at in the queue's turn
    private Exception? _error;

    /// <summary>Asks for a report; not for a second one while one is still to come.</summary>
    public void Request()
    {
        if (Interlocked.Exchange(ref _isRequested, 1) == 0)
        {
            _queue.Add(
                () =>
                {
                    Volatile.Write(ref _isRequested, 0);
                    if (!_ended && Report() is { } error)
                    {
                        failed(error);
                    }
                },
                context
            );
        }
    }

    /// <summary>Reports a last time, then says what a report threw, null if none did. Nothing is reported afterwards.</summary>
    public void End(Action<Exception?> ended) =>
        _queue.Add(
            () =>
            {
                Report();
                _ended = true;
                ended(_error);
            },
            context
        );

    private Exception? Report()
    {
        if (_error is not null)
        {
            return null;
        }

        try
        {
            progress.Report(look());
        }
        catch (Exception e)
        {
            _error = e;
        }

        return _error;
    }
}

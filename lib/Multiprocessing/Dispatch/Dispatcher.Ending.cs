using Multiprocessing.Insight;
using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>Workers go: let go when idle, ended with the pool.</content>
internal sealed partial class Dispatcher
{
    private static readonly TimeSpan s_shutdownPatience = TimeSpan.FromSeconds(1);

    /// <summary>No new calls; workers end when those that were made are done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_state == PoolState.Open)
            {
                _state = PoolState.Closed;
            }
        }

        RestIfIdle();
    }

    /// <summary>Ends the workers; calls that are not done fail.</summary>
    public void Terminate()
    {
        List<IWorkerLink> busy = [];
        Call[] calls;
        lock (_gate)
        {
            _state = PoolState.Terminated;
            calls = [.. _calls];
            foreach (Seat seat in _seats)
            {
                if (seat is { Link: { } link, Call: not null })
                {
                    seat.Leaving = true;
                    busy.Add(link);
                }
            }
        }

        // First of all: a worker that has stopped reading would keep whoever sends it anything waiting.
        foreach (IWorkerLink link in busy)
        {
            link.Kill();
        }

        foreach (Call call in calls)
        {
            End(call, call => call.Fail(Terminated()));
        }

        LetIdleWorkersGo();
    }

    private static ObjectDisposedException Terminated() =>
        new(nameof(ProcessPool), "The pool was terminated before this call was done.");

    /// <summary>Ends workers that have nothing to do. They start again when there is a call.</summary>
    public void LetIdleWorkersGo()
    {
        List<IWorkerLink> leaving = [];
        List<IWorkerLink> unready = [];
        lock (_gate)
        {
            foreach (Seat seat in _seats)
            {
                if (
                    seat is { Link: { } link, Call: null, Leaving: false }
                    && (IsAtRest || _state == PoolState.Terminated)
                )
                {
                    seat.Leaving = true;
                    (seat.Ready ? leaving : unready).Add(link);
                }
            }

            SignalIfEmpty();
        }

        foreach (IWorkerLink link in unready)
        {
            link.Kill();
        }

        foreach (IWorkerLink link in leaving)
        {
            ShutDown(link);
        }

        EndLate(leaving);
    }

    /// <summary>
    /// Completes when what workers printed before their end has been shown, and what became of them logged. At once for who is
    /// being told so just now, and would wait for himself.
    /// </summary>
    public Task Told()
    {
        lock (_gate)
        {
            Task logged = Insight.Logged;
            _unshown.RemoveAll(static task => task.IsCompleted);
            return CallbackQueue.IsInside ? Task.CompletedTask
                : _unshown.Count == 0 ? logged
                : Task.WhenAll([.. _unshown, logged]);
        }
    }

    private void RestIfIdle()
    {
        bool leave;
        lock (_gate)
        {
            leave = IsAtRest && _state != PoolState.Open;
            if (IsAtRest && _state == PoolState.Open)
            {
                _idleTimer.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
            }
        }

        if (leave)
        {
            LetIdleWorkersGo();
        }
    }

    private void SignalIfEmpty()
    {
        if (
            _state != PoolState.Open
            && IsAtRest
            && _untold == 0
            && Array.TrueForAll(_seats, seat => seat.Link is null)
        )
        {
            _idleTimer.Dispose();
            _memoryWatch?.Dispose();
            _startWatch?.Dispose();
            _empty.TrySetResult();
        }
    }

    private static void ShutDown(IWorkerLink link)
    {
        link.Send(new Frame(FrameKind.Shutdown));
        link.ReadSoon();
    }

    /// <summary>Ends workers that were told to end and have not done so in time.</summary>
    private static void EndLate(List<IWorkerLink> leaving)
    {
        if (leaving.Count > 0)
        {
            // Nothing happens to those that have ended.
            Task.Delay(s_shutdownPatience)
                .ContinueWith(_ => leaving.ForEach(link => link.Kill()), TaskScheduler.Default);
        }
    }
}

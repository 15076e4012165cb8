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
        List<(IWorkerLink Link, bool IsReady)> leaving = [];
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
                    leaving.Add((link, seat.Ready));
                }
            }

            SignalIfEmpty();
        }

        foreach ((IWorkerLink link, bool isReady) in leaving)
        {
            if (isReady)
            {
                link.Send(new Frame(FrameKind.Shutdown));
            }
            else
            {
                link.Kill();
            }
        }

        _ = EndLate(leaving.ConvertAll(one => one.Link));
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
            _empty.TrySetResult();
        }
    }

    private static async Task EndLate(List<IWorkerLink> leaving)
    {
        await Task.Delay(s_shutdownPatience).ConfigureAwait(false);
        foreach (IWorkerLink link in leaving)
        {
            link.Kill(); // nothing happens to those that have ended
        }
    }
}

using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>Workers that are not ready in time: frozen as they start, or kept by an initializer that does not end.</content>
internal sealed partial class Dispatcher
{
    private readonly Timer? _startWatch;

    private Timer? StartWatch() =>
        _options.StartTimeout == Timeout.InfiniteTimeSpan
            ? null
            : new Timer(
                _ => EndLateStarts(),
                null,
                _options.StartTimeout,
                Timeout.InfiniteTimeSpan
            );

    private void EndLateStarts()
    {
        List<IWorkerLink> late = [];
        TimeSpan next = Timeout.InfiniteTimeSpan;
        lock (_gate)
        {
            foreach (Seat seat in _seats)
            {
                if (!IsStarting(seat))
                {
                    continue;
                }

                TimeSpan left =
                    _options.StartTimeout
                    - TimeSpan.FromMilliseconds(Environment.TickCount64 - seat.StartedAt);
                if (left <= TimeSpan.Zero)
                {
                    seat.EndedFor = TooLate(seat);
                    late.Add(seat.Link!);
                }
                else if (next == Timeout.InfiniteTimeSpan || left < next)
                {
                    next = left;
                }
            }

            if (!_empty.Task.IsCompleted)
            {
                _startWatch!.Change(next, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (IWorkerLink link in late)
        {
            link.Kill();
        }
    }

    /// <summary>True while the worker has yet to be ready; who waits for a debugger, or steps through the initializer, may take his time.</summary>
    private bool IsStarting(Seat seat) =>
        seat is { Link: not null, Ready: false, Leaving: false, EndedFor: null }
        && !(seat.Initializing && _options.WaitForDebugger);

    private TimeoutException TooLate(Seat seat)
    {
        double limit = _options.StartTimeout.TotalSeconds;
        string worker = $"worker process {seat.Link!.ProcessId} of {_options.Name}";
        return new TimeoutException(
            seat.Initializing
                ? $"The pool's initializer had not ended {limit:0.###} s after the start of {worker}, which was ended. Set PoolOptions.StartTimeout to more, or to Timeout.InfiniteTimeSpan, if PoolOptions.Initializer takes that long."
                : $"The start of {worker} took longer than {limit:0.###} s: the process had not reported to this one, and was ended. Set PoolOptions.StartTimeout to more, or to Timeout.InfiniteTimeSpan, if the machine is that slow."
        );
    }
}

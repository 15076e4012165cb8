using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <content>Workers come: started ahead, replaced when they die.</content>
internal sealed partial class Dispatcher
{
    private readonly Func<ILinkEvents, int, IWorkerLink> _newLink;
    private readonly TimeSpan _idleTimeout;
    private readonly Timer _idleTimer;
    private readonly TaskCompletionSource _empty = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private PoolState _state;

    /// <summary>Starts the workers in the background; in a worker they wait for the first call.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="newLink">Makes a link to the worker of that number, from 1, that is not started yet.</param>
    /// <param name="idleTimeout">How long workers without work are kept.</param>
    public Dispatcher(
        int workers,
        Func<ILinkEvents, int, IWorkerLink> newLink,
        TimeSpan idleTimeout
    )
    {
        _newLink = newLink;
        _idleTimeout = idleTimeout;
        _idleTimer = new Timer(_ => LetIdleWorkersGo());
        _seats = [.. Enumerable.Range(0, workers).Select(_ => new Seat())];
        LastUsed = Environment.TickCount64;
        lock (_gate)
        {
            // A worker's pool, say one in a static field that a function touches, may never be used: it starts on demand.
            if (WorkerLauncher.Depth == 0)
            {
                StartEmptySeats();
            }

            _idleTimer.Change(_idleTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private enum PoolState
    {
        Open,
        Closed,
        Terminated,
    }

    public int WorkerCount => _seats.Length;

    /// <summary>True when no more calls are taken.</summary>
    public bool IsClosed => _state != PoolState.Open;

    /// <summary>When the last call was made, in <see cref="Environment.TickCount64"/>.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Completes when the pool is closed or terminated and its last worker has ended.</summary>
    public Task Empty => _empty.Task;

    /// <summary>Workers that are there without anything to do.</summary>
    public int IdleWorkers
    {
        get
        {
            lock (_gate)
            {
                return IsAtRest ? _seats.Count(seat => seat.Link is not null && !seat.Leaving) : 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Died(IWorkerLink link, WorkerExit exit)
    {
        Call? call;
        long? item = null;
        List<Call> hopeless = [];
        lock (_gate)
        {
            if (SeatOf(link) is not { } seat)
            {
                return;
            }

            call = seat.Call;
            if (call is not null)
            {
                call.Running--;
                item = ProgressMark.ItemOf(link.Progress, call.Id);
                bool begun = item is { } at && seat.Chunk.Holds(at);
                if (
                    call is { Ended: false, CancelledBy: null }
                    && !begun
                    && call.TryReturn(seat.Chunk)
                )
                {
                    // The worker was dead before it took the chunk up: another may run it, and the call need not know.
                    _waiting.Remove(call);
                    _waiting.AddFirst(call);
                    call = null;
                }
            }

            bool failedToStart = exit.StartError is not null && !seat.Leaving;
            bool wanted =
                _waiting.Count > 0 || (seat.Served && !seat.Leaving && _state == PoolState.Open);
            seat.Clear();
            if (failedToStart)
            {
                // The next would fail in the same way: no restart until somebody calls again.
                hopeless.AddRange(_seats.Any(other => other.Link is not null) ? [] : _waiting);
            }
            else if (wanted && _state != PoolState.Terminated)
            {
                Start(seat);
            }

            SignalIfEmpty();
        }

        if (call is { Ended: false })
        {
            CancellationToken? cancelled = call.CancelledBy;
            End(
                call,
                call =>
                    Settle(
                        call,
                        cancelled,
                        _state == PoolState.Terminated
                            ? Terminated()
                            : new WorkerDiedException(
                                link.ProcessId,
                                exit.Code,
                                item ?? ItemProgress.Whole
                            )
                    )
            );
        }

        foreach (Call lost in hopeless)
        {
            End(lost, call => call.Fail(exit.StartError!));
        }

        Assign();
        RestIfIdle();
    }

    private static void Settle(Call call, CancellationToken? cancelled, Exception error)
    {
        if (cancelled is { } token)
        {
            call.Cancel(token);
        }
        else
        {
            call.Fail(error);
        }
    }

    private bool IsAtRest =>
        _waiting.Count == 0 && Array.TrueForAll(_seats, seat => seat.Call is null);

    private void ThrowIfNotOpen()
    {
        ObjectDisposedException.ThrowIf(_state == PoolState.Terminated, typeof(ProcessPool));
        if (_state == PoolState.Closed)
        {
            throw new InvalidOperationException(
                "The pool is closed and takes no more calls. Make a new one."
            );
        }
    }

    private void StartEmptySeats()
    {
        foreach (Seat seat in _seats)
        {
            if (seat.Link is null)
            {
                Start(seat);
            }
        }
    }

    private void Start(Seat seat)
    {
        seat.Link = _newLink(this, Array.IndexOf(_seats, seat) + 1);
        seat.Link.Start();
    }

    private void NoteUse()
    {
        LastUsed = Environment.TickCount64;
        _idleTimer.Change(Timeout.Infinite, Timeout.Infinite);
    }
}

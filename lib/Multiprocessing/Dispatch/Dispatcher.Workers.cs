using Multiprocessing.Code;
using Multiprocessing.Insight;
using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>
/// Workers come. A pool starts one ahead, which is what a first call waits for, and the others only for chunks that no worker
/// is free for: a process that nobody needs costs cores, memory and time.
/// </content>
internal sealed partial class Dispatcher
{
    private readonly Func<ILinkEvents, int, IWorkerLink> _newLink;
    private readonly PoolOptions _options;
    private readonly Timer _idleTimer;
    private readonly TaskCompletionSource _empty = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private PoolState _state;

    // A worker could not start: the next would fail in the same way, so none is started until somebody calls again.
    private bool _startsFail;

    /// <summary>Starts the workers in the background; in a worker they wait for the first call.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="newLink">Makes a link to the worker of that number, from 1, that is not started yet.</param>
    /// <param name="options">How the pool is.</param>
    /// <exception cref="NotSerializableException">Something that the initializer captures cannot travel.</exception>
    public Dispatcher(int workers, Func<ILinkEvents, int, IWorkerLink> newLink, PoolOptions options)
    {
        Insight = new PoolInsight(options);
        _newLink = newLink;
        _options = options;
        _initializer = options.Initializer is { } action ? new Initializer(action, Code) : null;
        _seats = new Seat[workers];
        for (int i = 0; i < workers; i++)
        {
            _seats[i] = new Seat(Code);
        }

        LastUsed = Environment.TickCount64;
        _memoryWatch = MemoryWatch();
        lock (_gate)
        {
            // A worker's pool, say one in a static field that a function touches, may never be used: it starts on demand.
            if (WorkerLauncher.Depth == 0)
            {
                StartSeats(1);
            }

            // After that: the workers come up meanwhile.
            _idleTimer = new Timer(_ => LetIdleWorkersGo());
            _idleTimer.Change(options.IdleTimeout, Timeout.InfiniteTimeSpan);
            _startWatch = StartWatch();
        }
    }

    private enum PoolState
    {
        Open,
        Closed,
        Terminated,
    }

    /// <inheritdoc/>
    public CodeBook Code { get; } = new();

    public int WorkerCount => _seats.Length;

    /// <summary>Is told what happens, never under the lock: it may call the user's code.</summary>
    public PoolInsight Insight { get; }

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

    /// <summary>How many workers are in each state.</summary>
    public (string State, int Count)[] CountWorkers()
    {
        lock (_gate)
        {
            return
            [
                ("starting", _seats.Count(seat => seat is { Link: not null, Ready: false })),
                ("idle", _seats.Count(seat => seat is { Ready: true, Call: null })),
                ("busy", _seats.Count(seat => seat.Call is not null)),
            ];
        }
    }

    private bool IsAtRest =>
        _calls.Count == 0 && Array.TrueForAll(_seats, seat => seat.Call is null);

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

    /// <summary>Starts workers for the chunks that wait, where fewer are free or coming up.</summary>
    private void StartForWaiting()
    {
        if (
            _startsFail
            || _state == PoolState.Terminated
            || !Array.Exists(_seats, static seat => seat.Link is null)
        )
        {
            return;
        }

        long missing = 0;
        foreach (Call call in _waiting)
        {
            missing += call.Sizer.Chunks(call.Backlog.Count);
            if (missing >= _seats.Length)
            {
                break;
            }
        }

        foreach (Seat seat in _seats)
        {
            missing -= seat is { Link: not null, Call: null, Leaving: false, EndedFor: null }
                ? 1
                : 0;
        }

        StartSeats(missing);
    }

    /// <summary>Starts that many workers, if so many are not there.</summary>
    private void StartSeats(long most)
    {
        foreach (Seat seat in _seats)
        {
            if (most > 0 && seat.Link is null)
            {
                Start(seat);
                most--;
            }
        }
    }

    private void Start(Seat seat)
    {
        seat.Link = _newLink(this, Array.IndexOf(_seats, seat) + 1);
        seat.StartedAt = Environment.TickCount64;
        seat.Link.Start();
        if (!Array.Exists(_seats, other => other != seat && IsStarting(other)))
        {
            _startWatch?.Change(_options.StartTimeout, Timeout.InfiniteTimeSpan); // else it is set for an earlier one
        }
    }

    private void NoteUse()
    {
        LastUsed = Environment.TickCount64;
        _idleTimer.Change(Timeout.Infinite, Timeout.Infinite);
    }
}

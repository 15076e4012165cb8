using System.Diagnostics;
using Multiprocessing.Code;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;
using Multiprocessing.Sharing;
using Multiprocessing.Workers;

namespace Multiprocessing.Links;

/// <summary>A worker on a thread of this process: the same frames, parcels and engine, and code that needs no fetching.</summary>
internal sealed class LoopbackLink : IWorkerLink
{
    private readonly ILinkEvents _events;
    private readonly WorkerEngine _engine;
    private readonly CurrentWorker _worker;
    private readonly ItemProgress _progress = new();
    private int _dead;

    public LoopbackLink(ILinkEvents events, WorkerSetup setup)
    {
        _events = events;
        _worker = new CurrentWorker(setup.Identity(Environment.ProcessId));
        _engine = new WorkerEngine(
            events.Code,
            frame => _events.Received(this, frame.Copied()),
            handedBack =>
            {
                for (int i = 0; i < handedBack.Count; i++)
                {
                    _events.Received(this, handedBack[i]);
                }
            },
            _progress,
            ownsProcess: false,
            followsCallers: false
        );
    }

    /// <inheritdoc/>
    public string Name => _worker.Identity.Name;

    /// <inheritdoc/>
    public long PrivateMemory => 0;

    /// <inheritdoc/>
    public int ProcessId => Environment.ProcessId;

    /// <inheritdoc/>
    public long Progress => _progress.Mark;

    /// <summary>Something else each time: a thread cannot be frozen from outside.</summary>
    public long Activity => Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public ExecutionContext? OutputContext { private get; set; }

    /// <summary>Needed by nobody: this worker cannot end without its parent.</summary>
    public Luggage? Luggage
    {
        set { }
    }

    /// <inheritdoc/>
    public void Start() =>
        new Thread(() =>
        {
            _events.Received(this, new Frame(FrameKind.Ready));
            _engine.Run(inbox => inbox.Wait(), RunInContext);
            Die(0);
        })
        {
            IsBackground = true,
            Name = "in-process worker",
        }.Start();

    /// <inheritdoc/>
    public void Send(Deque<Frame> frames)
    {
        for (int i = 0; i < frames.Count; i++)
        {
            Send(frames[i]);
        }
    }

    /// <inheritdoc/>
    public void Send(in Frame frame) => _engine.Receive(frame.Copied());

    /// <summary>Nothing: the worker's own thread brings its frames.</summary>
    public void ReadUntil(Func<bool> done) { }

    /// <summary>A thread cannot be ended from outside: it is left to itself and its answers no longer count.</summary>
    public void Kill()
    {
        _engine.Receive(new Frame(FrameKind.Shutdown));
        ThreadPool.UnsafeQueueUserWorkItem(_ => Die(ExitCodes.Here.Killed), null);
    }

    private void RunInContext(Action chunk)
    {
        if (OutputContext is { } context)
        {
            ExecutionContext.Run(context, _ => RunAsWorker(chunk), null);
        }
        else
        {
            RunAsWorker(chunk);
        }
    }

    private void RunAsWorker(Action chunk)
    {
        _worker.TakeContext();
        chunk();
    }

    private void Die(int code)
    {
        if (Interlocked.Exchange(ref _dead, 1) == 0)
        {
            _events.Died(this, new WorkerExit(code));
        }
    }
}

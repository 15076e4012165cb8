using Multiprocessing.Links;
using Multiprocessing.Sharing;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>A worker on a thread of this process that hands in results, and dies, when the test says so.</summary>
internal sealed class StagedLink : IWorkerLink, ILinkEvents
{
    private readonly Lock _gate = new();
    private readonly List<Frame> _results = [];
    public Code.CodeBook Code => _events.Code;

    private readonly ILinkEvents _events;
    private readonly LoopbackLink _worker;
    private bool _dead;

    public StagedLink(ILinkEvents events, WorkerSetup setup)
    {
        _events = events;
        _worker = new LoopbackLink(this, setup);
    }

    public string Name => _worker.Name;

    public long PrivateMemory => 0;

    public int ProcessId => _worker.ProcessId;

    public long Progress => _worker.Progress;

    public ExecutionContext? OutputContext
    {
        set => _worker.OutputContext = value;
    }

    public Luggage? Luggage
    {
        set => _worker.Luggage = value;
    }

    /// <summary>Whether it is up.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How many results it has and has not handed in.</summary>
    public int Results
    {
        get
        {
            lock (_gate)
            {
                return _results.Count;
            }
        }
    }

    public void Start() => _worker.Start();

    public void Send(Deque<Frame> frames) => _worker.Send(frames);

    public void Send(in Frame frame) => _worker.Send(frame);

    public void ReadUntil(Func<bool> done) { }

    public void Kill() => _worker.Kill();

    /// <summary>Hands in the results that it has.</summary>
    public void HandIn()
    {
        Frame[] results;
        lock (_gate)
        {
            results = [.. _results];
            _results.Clear();
        }

        foreach (Frame result in results)
        {
            _events.Received(this, result);
        }
    }

    /// <summary>Dies as if it were killed.</summary>
    public void Die()
    {
        _dead = true;
        _events.Died(this, new WorkerExit(-9));
    }

    public void Received(IWorkerLink link, Frame frame)
    {
        if (frame.Kind == FrameKind.Result)
        {
            lock (_gate)
            {
                _results.Add(frame.Copied());
            }
        }
        else
        {
            _events.Received(this, frame);
            IsReady |= frame.Kind == FrameKind.Ready;
        }
    }

    public void Died(IWorkerLink link, WorkerExit exit)
    {
        if (!_dead)
        {
            _events.Died(this, exit);
        }
    }
}

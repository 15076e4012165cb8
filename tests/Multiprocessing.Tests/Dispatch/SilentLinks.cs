using System.Collections.Concurrent;
using Multiprocessing.Links;
using Multiprocessing.Sharing;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>A pool whose workers are started and then say nothing.</summary>
internal sealed class SilentLinks : IDisposable
{
    private readonly ConcurrentQueue<SilentLink> _links = new();

    public SilentLinks(int workers) =>
        Pool = new ProcessPool(
            new PoolOptions { Name = "silent", Workers = workers },
            (events, setup) =>
            {
                var link = new SilentLink(events, setup.Name);
                _links.Enqueue(link);
                return link;
            }
        );

    public ProcessPool Pool { get; }

    public int Started => _links.Count(link => link.IsStarted);

    public SilentLink this[int index] => _links.ElementAt(index);

    public void Dispose() => Pool.Dispose();
}

/// <summary>A worker that says nothing but what the test says for it.</summary>
internal sealed class SilentLink(ILinkEvents events, string name) : IWorkerLink
{
    public bool IsStarted { get; private set; }

    /// <summary>How often somebody said that he waits for what it sends and does not come to read it.</summary>
    public int AskedToRead { get; private set; }

    /// <summary>How many chunks it was sent.</summary>
    public int Chunks { get; private set; }

    public string Name => name;

    public int ProcessId => 0;

    public long PrivateMemory => 0;

    public long Progress => 0;

    public ExecutionContext? OutputContext { private get; set; }

    public Luggage? Luggage { private get; set; }

    public void Start() => IsStarted = true;

    public void ComeUp() => events.Received(this, new Frame(FrameKind.Ready));

    public void Send(Deque<Frame> frames)
    {
        for (int i = 0; i < frames.Count; i++)
        {
            Send(frames[i]);
        }
    }

    public void Send(in Frame frame)
    {
        Chunks += frame.Kind is FrameKind.Chunk or FrameKind.OnlyChunk ? 1 : 0;
        if (frame.Kind == FrameKind.Shutdown)
        {
            Kill();
        }
    }

    public void ReadUntil(Func<bool> done) { }

    public void ReadSoon() => AskedToRead++;

    public void Kill() => events.Died(this, new WorkerExit(-9));
}

using System.Collections.Concurrent;
using Multiprocessing.Links;

namespace Multiprocessing.Sharing;

/// <summary>Where the handles are noted that a writer writes or a reader reads.</summary>
internal interface ISharedSink
{
    Luggage Luggage { get; }
}

/// <summary>
/// The handles that travel with a function. A worker that dies before it has read them is to be missed all the same by
/// those who wait for what it would have done.
/// </summary>
internal sealed class Luggage
{
    // Null for most: few functions have any.
    private ConcurrentDictionary<(long Number, byte Facet), bool>? _handles;

    /// <summary>True if it was not among them.</summary>
    public bool Add(SharedObject shared) =>
        LazyInitializer.EnsureInitialized(ref _handles).TryAdd((shared.Number, shared.Facet), true);

    /// <summary>Tells the owner that this process has no use for the handles any more, unless it uses one again. Never waits.</summary>
    public void Detach()
    {
        if (_handles is not { IsEmpty: false } handles)
        {
            return;
        }

        // What is sent to the parent must not keep the thread that reads what the parent sends.
        ThreadPool.UnsafeQueueUserWorkItem(
            static handles =>
            {
                foreach ((long number, byte facet) in handles.Keys)
                {
                    if (handles.TryRemove((number, facet), out _))
                    {
                        Home.Current.Tell(
                            new Question(number, Verbs.Detach, facet, false, default)
                        );
                    }
                }
            },
            handles,
            preferLocal: false
        );
    }

    /// <summary>Tells the owner, in the worker's name, that the worker has the handles.</summary>
    public void AttachTo(IWorkerLink link)
    {
        foreach ((long number, byte facet) in _handles?.Keys ?? [])
        {
            var question = new Question(number, Verbs.Attach, facet, false, default);
            Home.Current.Forward(
                new Frame(FrameKind.Ask, 0, link.ProcessId, question.ToBytes()),
                link
            );
        }
    }
}

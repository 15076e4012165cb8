using System.Collections.Concurrent;
using Multiprocessing.Links;

namespace Multiprocessing.Sharing;

/// <summary>Where a writer notes the handles that it writes.</summary>
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
    private readonly ConcurrentDictionary<(long Number, byte Facet), bool> _handles = new();

    public void Add(SharedObject shared) => _handles[(shared.Number, shared.Facet)] = true;

    /// <summary>Tells the owner, in the worker's name, that the worker has the handles.</summary>
    public void AttachTo(IWorkerLink link)
    {
        foreach ((long number, byte facet) in _handles.Keys)
        {
            var question = new Question(number, Verbs.Attach, facet, false, default);
            Home.Current.Forward(
                new Frame(FrameKind.Ask, 0, link.ProcessId, question.ToBytes()),
                link
            );
        }
    }
}

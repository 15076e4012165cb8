using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Workers;

/// <summary>The values that one worker keeps between calls.</summary>
internal sealed class WorkerLocals
{
    private readonly ConcurrentDictionary<Guid, object> _slots = new();

    /// <summary>The slot of that number, empty at first.</summary>
    public StrongBox<T> SlotOf<T>(Guid id) =>
        (StrongBox<T>)_slots.GetOrAdd(id, static _ => new StrongBox<T>());
}

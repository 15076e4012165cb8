using System.Collections.Concurrent;

namespace Multiprocessing.Workers;

/// <summary>The values that one worker keeps between calls.</summary>
internal sealed class WorkerLocals
{
    // Made for the first of them: most workers keep nothing.
    private ConcurrentDictionary<Guid, object>? _slots;

    /// <summary>The slot of that number, empty at first.</summary>
    public LocalSlot<T> SlotOf<T>(Guid id) =>
        (LocalSlot<T>)
            LazyInitializer
                .EnsureInitialized(ref _slots)
                .GetOrAdd(id, static _ => new LocalSlot<T>());
}

/// <summary>One value. Whoever uses it holds a lock on it.</summary>
internal sealed class LocalSlot<T>
{
    private bool _isBeingMade;

    public bool IsMade { get; private set; }

    public T? Value { get; private set; }

    /// <exception cref="InvalidOperationException">The factory has come back for what it is making.</exception>
    public void Make(Func<T> factory)
    {
        if (_isBeingMade)
        {
            throw new InvalidOperationException(
                $"The factory of this WorkerLocal<{typeof(T).Name}> asks for the Value that it is making: give it what it needs in another way."
            );
        }

        _isBeingMade = true;
        try
        {
            Value = factory();
            IsMade = true;
        }
        finally
        {
            _isBeingMade = false;
        }
    }
}

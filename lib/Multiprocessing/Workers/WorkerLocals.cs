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

/// <summary>
/// One value. The factory is the user's code and runs under no lock: others that ask meanwhile wait for its end, and it may not
/// ask itself, on whatever thread.
/// </summary>
internal sealed class LocalSlot<T>
{
    private static readonly AsyncLocal<Making?> s_makes = new();

    private readonly Lock _gate = new();
    private volatile Making? _making;

    /// <exception cref="InvalidOperationException">The factory has come back for what it is making.</exception>
    public T ValueOf(Func<T> factory)
    {
        while (true)
        {
            if (_making is { IsMade: true } made)
            {
                return made.Value!;
            }

            Making? others;
            var mine = new Making(s_makes.Value);
            lock (_gate)
            {
                others = _making;
                _making ??= mine;
            }

            if (others is null)
            {
                return Make(mine, factory);
            }

            if (!others.Done.IsCompleted)
            {
                ThrowIfWithin(others);
                others.Done.GetAwaiter().GetResult();
            }
        }
    }

    private T Make(Making mine, Func<T> factory)
    {
        s_makes.Value = mine;
        try
        {
            return mine.Make(factory);
        }
        finally
        {
            s_makes.Value = mine.Outer;
            if (!mine.IsMade)
            {
                lock (_gate)
                {
                    _making = null; // the next one to ask calls the factory again
                }
            }

            mine.End();
        }
    }

    private static void ThrowIfWithin(Making making)
    {
        for (Making? within = s_makes.Value; within is not null; within = within.Outer)
        {
            if (within == making)
            {
                throw new InvalidOperationException(
                    $"The factory of this WorkerLocal<{typeof(T).Name}> asks for the Value that it is making: give it what it needs in another way."
                );
            }
        }
    }

    /// <summary>One call of the factory.</summary>
    private sealed class Making(Making? outer)
    {
        private readonly TaskCompletionSource _done = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        private volatile bool _isMade;

        /// <summary>The one in whose factory this one was asked for.</summary>
        public Making? Outer => outer;

        /// <summary>Completes when the factory has returned or thrown.</summary>
        public Task Done => _done.Task;

        public bool IsMade => _isMade;

        public T? Value { get; private set; }

        public T Make(Func<T> factory)
        {
            Value = factory();
            _isMade = true;
            return Value;
        }

        public void End() => _done.SetResult();
    }
}

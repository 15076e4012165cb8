namespace Multiprocessing.Parcels;

/// <summary>Where a worker stands in a chunk, for errors, for the parent should the worker die, and for stopping between items.</summary>
/// <param name="publish">Takes the <see cref="ProgressMark"/>.</param>
internal sealed class ItemProgress(Action<long> publish)
{
    /// <summary>Nothing runs.</summary>
    public const long None = -1;

    /// <summary>A function without items runs.</summary>
    public const long Whole = -2;

    private long _first = None;
    private int _call;
    private volatile bool _stopped;

    /// <summary>The index within the call of the item that runs, or one of the constants above.</summary>
    public long Current { get; private set; } = None;

    /// <summary>
    /// Takes up a chunk of a call whose first item has that index, <see cref="Whole"/> for a call without items. From here on a death
    /// is the chunk's: opening its parcel may already run user code.
    /// </summary>
    public void TakeUp(int call, long firstItem)
    {
        _call = call;
        _first = firstItem;
        _stopped = false;
        Move(firstItem);
    }

    /// <summary>Says that the chunk's item number <paramref name="offset"/> is about to run.</summary>
    /// <exception cref="ChunkStoppedException">The call has ended meanwhile: its other items need not run.</exception>
    public void Begin(int offset)
    {
        if (_stopped)
        {
            throw new ChunkStoppedException();
        }

        Move(_first == Whole ? Whole : _first + offset);
    }

    /// <summary>May be called from any thread.</summary>
    public void Stop() => _stopped = true;

    private void Move(long index)
    {
        Current = index;
        publish(ProgressMark.Of(_call, index));
    }
}

/// <summary>Leaves a chunk whose call has ended; never seen by users.</summary>
internal sealed class ChunkStoppedException : Exception;

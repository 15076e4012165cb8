using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <summary>A pool's place for one worker: empty, starting, idle, or busy with a chunk. Guarded by the dispatcher's lock.</summary>
internal sealed class Seat
{
    private long _mark;
    private long _markSince;

    /// <summary>Null while the place is empty.</summary>
    public IWorkerLink? Link { get; set; }

    /// <summary>False while the worker starts.</summary>
    public bool Ready { get; set; }

    /// <summary>The worker was told to end.</summary>
    public bool Leaving { get; set; }

    /// <summary>The worker has done something: if it dies it is worth replacing at once.</summary>
    public bool Served { get; set; }

    /// <summary>What the worker is busy with, null when idle.</summary>
    public Call? Call { get; set; }

    public Chunk Chunk { get; set; }

    /// <summary>Why the pool ended the worker: what the item that it stood at gets for an error. Null for a death of its own.</summary>
    public Exception? EndedFor { get; set; }

    /// <summary>Calls whose parcel the worker has.</summary>
    public HashSet<Call> Parcels { get; } = [];

    public bool IsIdle => Link is not null && Ready && !Leaving && Call is null;

    /// <summary>The item that the worker stands at; null when it has not taken its chunk up.</summary>
    public long? ItemAt() =>
        Link is { } link
        && Call is { } call
        && ProgressMark.ItemOf(link.Progress, call.Id) is { } item
        && Chunk.Holds(item)
            ? item
            : null;

    /// <summary>
    /// Since when, as far as was looked, the worker has run its item, in ticks of the clock given. Fetching code and opening
    /// the call's parcel, which the first item may have to wait for, do not count.
    /// </summary>
    public long RunsSince(long now)
    {
        long mark = Link!.Progress;
        if (mark != _mark || !ProgressMark.IsRunning(mark))
        {
            _mark = mark;
            _markSince = now;
        }

        return _markSince;
    }

    /// <summary>Seats a busy worker with a chunk.</summary>
    public void Take(Call call, in Chunk chunk)
    {
        Call = call;
        Chunk = chunk;
        _mark = 0;
    }

    public void Clear()
    {
        Link = null;
        Ready = false;
        Leaving = false;
        Served = false;
        Call = null;
        EndedFor = null;
        Parcels.Clear();
    }
}

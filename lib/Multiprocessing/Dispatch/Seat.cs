using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <summary>A pool's place for one worker: empty, starting, idle, or busy with a chunk. Guarded by the dispatcher's lock.</summary>
internal sealed class Seat
{
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

    /// <summary>Calls whose parcel the worker has.</summary>
    public HashSet<Call> Parcels { get; } = [];

    public bool IsIdle => Link is not null && Ready && !Leaving && Call is null;

    public void Clear()
    {
        Link = null;
        Ready = false;
        Leaving = false;
        Served = false;
        Call = null;
        Parcels.Clear();
    }
}

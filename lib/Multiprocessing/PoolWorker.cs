namespace Multiprocessing;

/// <summary>What a worker of a pool was doing at the moment when <see cref="ProcessPool.Workers"/> was read.</summary>
/// <param name="Name">Its name, such as "ProcessPool-1-Worker-2".</param>
/// <param name="ProcessId">The number of its process; 0 while it is being started.</param>
/// <param name="State">What it was at.</param>
/// <param name="ItemsDone">How many items it has done since it was started.</param>
/// <param name="BusyShare">The part of the time since it was ready in which it had something to do, from 0 to 1.</param>
/// <param name="MemoryBytes">How much memory it held for itself, in bytes, without what it shares with others; 0 where that cannot be told.</param>
public sealed record PoolWorker(
    string Name,
    int ProcessId,
    PoolWorkerState State,
    long ItemsDone,
    double BusyShare,
    long MemoryBytes
);

/// <summary>What a worker is at.</summary>
public enum PoolWorkerState
{
    /// <summary>It is being started, or runs the pool's initializer.</summary>
    Starting,

    /// <summary>It waits for something to do.</summary>
    Idle,

    /// <summary>It runs items.</summary>
    Busy,

    /// <summary>It was told to end.</summary>
    Leaving,
}

namespace Multiprocessing;

/// <summary>Who a worker is; inside a worker <see cref="WorkerProcess.Current"/> tells it. A plain value that may travel.</summary>
/// <param name="Name">The name for people: that of the <see cref="WorkerProcess"/>, or for a pool's worker such as "ProcessPool-1-Worker-2".</param>
/// <param name="Id">The number of the worker's process.</param>
/// <param name="ParentId">The number of the process that started it.</param>
/// <param name="Daemon">True when it is ended, not waited for, as its parent ends; so for every worker of a pool.</param>
/// <param name="PoolName">The name of its pool; null for a <see cref="WorkerProcess"/>.</param>
/// <param name="Number">
/// Its number in the pool, from 1; a worker that takes the place of another takes its number. Null for a <see cref="WorkerProcess"/>.
/// </param>
public sealed record WorkerIdentity(
    string Name,
    int Id,
    int ParentId,
    bool Daemon,
    string? PoolName = null,
    int? Number = null
);

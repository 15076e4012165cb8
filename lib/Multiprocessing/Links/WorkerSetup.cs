using System.Diagnostics;

namespace Multiprocessing.Links;

/// <summary>What a worker process is started as.</summary>
/// <param name="Name">A name for people.</param>
internal sealed record WorkerSetup(string Name)
{
    /// <summary>Its pool's name; null for a worker without a pool.</summary>
    public string? PoolName { get; init; }

    /// <summary>Its number in the pool, from 1.</summary>
    public int? Number { get; init; }

    /// <summary>It is ended, not waited for, when its parent ends.</summary>
    public bool Daemon { get; init; }

    public WorkerIdentity Identity(int processId) =>
        new(Name, processId, Environment.ProcessId, Daemon, PoolName, Number);
}

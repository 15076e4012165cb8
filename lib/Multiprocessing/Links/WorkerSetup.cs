using System.Diagnostics;

namespace Multiprocessing.Links;

/// <summary>What a worker process is started as.</summary>
/// <param name="Name">A name for people.</param>
internal sealed record WorkerSetup(string Name)
{
    private static readonly PoolOptions s_noOptions = new();

    /// <summary>Its pool's name; null for a worker without a pool.</summary>
    public string? PoolName { get; init; }

    /// <summary>Its number in the pool, from 1.</summary>
    public int? Number { get; init; }

    /// <summary>It is ended, not waited for, when its parent ends.</summary>
    public bool Daemon { get; init; }

    /// <summary>How its pool's workers are.</summary>
    public PoolOptions Options { get; init; } = s_noOptions;

    /// <summary>How many threads it shall use at a time; null for as many as its parent.</summary>
    public int? Threads { get; init; }

    /// <exception cref="ArgumentException">A name would end at its NUL character wherever the system shows it.</exception>
    public static void CheckName(string? name, string parameter)
    {
        if (name?.Contains('\0') == true)
        {
            throw new ArgumentException("A name cannot have a NUL character.", parameter);
        }
    }

    /// <param name="options">Those of the pool, its name and number of workers filled in.</param>
    /// <param name="number">The worker's number, from 1.</param>
    public static WorkerSetup OfPool(PoolOptions options, int number)
    {
        int cores = Math.Min(
            Environment.ProcessorCount,
            options.CpuAffinity?.Distinct().Count() ?? int.MaxValue
        );
        return new WorkerSetup($"{options.Name}-Worker-{number}")
        {
            PoolName = options.Name,
            Number = number,
            Daemon = true,
            Options = options,
            Threads = options.ThreadsPerWorker ?? Math.Max(1, cores / options.Workers!.Value),
        };
    }

    public WorkerIdentity Identity(int processId) =>
        new(Name, processId, Environment.ProcessId, Daemon, PoolName, Number);
}

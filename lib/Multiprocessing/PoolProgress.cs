namespace Multiprocessing;

/// <summary>How far a call is.</summary>
/// <param name="Done">How many items are done.</param>
/// <param name="Total">How many items there are; null for a stream, whose end is not known.</param>
/// <param name="Elapsed">The time since the call was made.</param>
/// <param name="Workers">What each worker of the pool has done of this call.</param>
public sealed record PoolProgress(
    long Done,
    long? Total,
    TimeSpan Elapsed,
    IReadOnlyList<WorkerProgress> Workers
)
{
    /// <summary>
    /// True while no worker is ready to take an item: they are starting, or run the pool's <see cref="PoolOptions.Initializer"/>.
    /// </summary>
    public bool IsInitializing { get; init; }

    /// <summary>Items done per second since the call was made; 0 until the first is done.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest takes at this <see cref="Rate"/>; null while that cannot be told.</summary>
    public TimeSpan? Remaining =>
        Total is { } total && Rate > 0 && (total - Done) / Rate is < LongestKnown and var seconds
            ? TimeSpan.FromSeconds(Math.Max(0, seconds))
            : null;

    // Seconds, about 3,000 years: more is no forecast, and soon no TimeSpan either.
    private const double LongestKnown = 1e11;
}

/// <summary>What one worker has done of a call.</summary>
/// <param name="ProcessId">The worker's process.</param>
/// <param name="Done">How many of the call's items it has done.</param>
public sealed record WorkerProgress(int ProcessId, long Done);

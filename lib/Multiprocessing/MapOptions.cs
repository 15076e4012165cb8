namespace Multiprocessing;

/// <summary>How one call of a pool is run. Immutable: <c>options with { Retries = 2 }</c> gives a changed copy.</summary>
public sealed record MapOptions
{
    /// <summary>
    /// How many neighbouring items a worker gets at a time. Null lets the pool choose: chunks grow while items are cheap and
    /// shrink towards the end, so that uneven items balance.
    /// </summary>
    public int? ChunkSize { get; init; }

    /// <summary>
    /// How long one item may run; null for as long as it takes. A worker whose item runs longer is ended and replaced, even
    /// if it is in a tight loop, and the item fails with <see cref="TimeoutException"/>. So is a worker that has not begun its item
    /// after that long, and a second at least, for it does not respond; getting the code and the captured values ready does not count.
    /// </summary>
    public TimeSpan? ItemTimeout { get; init; }

    /// <summary>
    /// How often an item whose worker died is tried again, in another worker. Items that the dead worker had done but not
    /// yet handed over run again as well, so functions with effects outside their worker should bear being repeated.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>
    /// How many bytes, as they travel, a <c>Stream</c> holds ready at most: half for items that were taken from their source and
    /// are not done, half for results that nobody has taken. Where one item or result a worker is more than that, so many are
    /// held; when it is used up, the source and the workers wait for whoever takes the results. Other calls need all their
    /// results at once and have no such limit. Each enumeration of a stream counts for itself.
    /// </summary>
    public long StreamBufferLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>Told about ten times a second how far the call is, and once at its end. Null tells nobody.</summary>
    public IProgress<PoolProgress>? Progress { get; init; }

    /// <summary>Takes down when each item ran in which worker. Null takes down nothing.</summary>
    public Timeline? Timeline { get; init; }
}

namespace Multiprocessing.Dispatch;

/// <summary>
/// For how many bytes of a stream's results there is room: those that lie here because nobody has taken them, and those that
/// workers may send for the chunks that they have. How large results are only their workers know, so a chunk gets a limit; a
/// worker that exceeds it begins nothing more by itself. What is reserved is guarded by the dispatcher's lock, what lies ready by the
/// call's.
/// </summary>
internal sealed class ResultRoom
{
    // Chunks of larger results would be computed and sent one after the other, rather than at the same time.
    private const long EnoughBytes = 4 * 1024 * 1024;

    // What a chunk's answer has beside its results.
    private const int Overhead = 64;

    private readonly long _limit;
    private readonly int _workers;
    private readonly long _share;
    private readonly long _least;
    private long _each;
    private long _ready;
    private long _readyItems;
    private long _reserved;
    private int _running;

    /// <param name="limit">How many bytes there may be.</param>
    /// <param name="workers">How many send results.</param>
    /// <param name="mostAhead">How many chunks each of them has at most.</param>
    /// <param name="each">How many bytes a result takes; 0 where that is to be found out.</param>
    public ResultRoom(long limit, int workers, int mostAhead, long each)
    {
        _limit = limit;
        _workers = workers;
        _share = Math.Clamp(limit / (2L * workers), 1, EnoughBytes);
        _least = Math.Max(1, _share / mostAhead);
        _each = each;
    }

    /// <summary>For how many items' results there is room, as far as their size can be told; 0 when others have to go first.</summary>
    /// <param name="isAwaited">Whoever takes the results can go on with the next item's only.</param>
    public int Items(bool isAwaited)
    {
        long free = _limit - _ready - _reserved;
        if (free >= Math.Max(_least, _each + Overhead))
        {
            return (int)
                Math.Clamp(
                    (Math.Min(free, _share) - Overhead) / Math.Max(1, _each),
                    1,
                    int.MaxValue
                );
        }

        return isAwaited || _readyItems + _running < _workers ? 1 : 0;
    }

    /// <summary>Keeps room for a chunk, and gives the limit of its results.</summary>
    public long Reserve(int items)
    {
        long bytes = Math.Max(_least, (items * _each) + Overhead);
        _reserved += bytes;
        _running++;
        return bytes;
    }

    /// <summary>What was reserved for a chunk is free again.</summary>
    public void Release(long bytes)
    {
        _reserved -= bytes;
        _running--;
    }

    /// <summary>Results lie here. Where sizes change, the largest is remembered for a while.</summary>
    /// <param name="items">How many.</param>
    /// <param name="sizes">How many bytes each took; empty where all are of the size that was known.</param>
    public void Add(int items, ReadOnlySpan<long> sizes)
    {
        _readyItems += items;
        if (sizes.IsEmpty)
        {
            _ready += items * _each;
            return;
        }

        long largest = 0;
        foreach (long size in sizes)
        {
            largest = Math.Max(largest, size);
            _ready += size;
        }

        _each = Math.Max(largest, _each - (_each / 16));
    }

    /// <summary>A result was taken.</summary>
    public void Remove(long bytes)
    {
        _ready -= bytes;
        _readyItems--;
    }
}

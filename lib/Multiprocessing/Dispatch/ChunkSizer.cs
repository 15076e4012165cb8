using System.Diagnostics;

namespace Multiprocessing.Dispatch;

/// <summary>
/// How many items the next chunk holds. Unless the caller said so, chunks begin with one item and grow while items are cheap,
/// until a chunk keeps a worker busy for a while; towards the end each is a share of what is left, so that no worker is still
/// at a large one when the others are done (guided self-scheduling: Polychronopoulos and Kuck, IEEE Trans. Comput. 36, 1987).
/// </summary>
internal sealed class ChunkSizer
{
    // Long beside the cost of a message (about a tenth of a millisecond), short beside what a person waits for.
    private static readonly long s_wanted = Stopwatch.Frequency / 50;

    // A chunk so short costs as much as its messages: smaller ones balance nothing.
    private static readonly long s_least = Stopwatch.Frequency / 20_000;
    private const int Growth = 8;

    // What keeps a worker busy while messages go there and back, many times over; and no more frames than a write holds.
    private static readonly long s_ahead = Stopwatch.Frequency / 1000;
    private const int MostShortAhead = 256;

    private readonly int? _fixedSize;
    private readonly int _workers;
    private readonly ItemCost _cost;
    private readonly int _most;
    private long _size = 1;
    private long _floor = 1;

    /// <param name="fixedSize">The size that the caller chose; null to choose it here.</param>
    /// <param name="workers">How many share the items.</param>
    /// <param name="cost">What an item is known to take.</param>
    /// <param name="most">The largest chunk.</param>
    public ChunkSizer(int? fixedSize, int workers, ItemCost cost, int most = int.MaxValue)
    {
        (_fixedSize, _workers, _cost, _most) = (fixedSize, workers, cost, most);
        Budget = fixedSize is null ? TimeSpan.FromMilliseconds(100) : null;
        if (cost.Ticks > 0)
        {
            Adapt(cost.Ticks, most);
        }
    }

    /// <summary>How many chunks a worker is ever given before it has answered the first.</summary>
    public int MostAhead => _fixedSize is null ? 2 : MostShortAhead;

    /// <summary>How long a worker may stay with a chunk before it hands back the rest; null where the caller chose the size.</summary>
    public TimeSpan? Budget { get; }

    /// <summary>The size of a chunk when there is no end in sight.</summary>
    public int Size => _fixedSize ?? (int)Math.Min(_size, _most);

    /// <summary>The size of the next chunk.</summary>
    /// <param name="left">How many items there are to hand out.</param>
    public int Next(long left)
    {
        long share = Math.Max(left / (2L * _workers), _floor);
        return _fixedSize ?? (int)Math.Clamp(Math.Min(_size, share), 1, _most);
    }

    /// <summary>How many chunks there are to hand out, as far as it is known what an item takes: more workers have nothing to do.</summary>
    /// <param name="left">How many items there are to hand out.</param>
    public long Chunks(long left)
    {
        int next = Next(left);
        return (left + next - 1) / next;
    }

    /// <summary>
    /// How many chunks a worker is given before it has answered the first: one until it is known what they cost, then one more
    /// than it runs, and many where chunks are so short that messages cost more; fewer towards the end.
    /// </summary>
    /// <param name="left">How many items there are to hand out.</param>
    public int Ahead(long left)
    {
        if (_cost.Ticks == 0)
        {
            return 1;
        }

        double wanted = 2 + (s_ahead / (_cost.Ticks * Size));
        double share = left / (2.0 * _workers * Size);
        return (int)Math.Clamp(Math.Min(wanted, share), 1, MostAhead);
    }

    /// <summary>Notes how long a chunk kept its worker, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Learn(int items, long ticks)
    {
        _cost.Ticks = Math.Max(1, ticks) / (double)items;
        Adapt(_cost.Ticks, Math.Max(items, _size) * (double)Growth);
    }

    private void Adapt(double each, double mostNow)
    {
        _size = (long)Math.Clamp(s_wanted / each, 1, mostNow);
        _floor = (long)Math.Clamp(s_least / each, 1, _size);
    }
}

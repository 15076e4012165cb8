using System.Diagnostics;

namespace Multiprocessing.Dispatch;

/// <summary>
/// How many items the next chunk holds. Unless the caller said so, chunks begin with one item and grow while items are cheap,
/// until a chunk keeps a worker busy for a while; towards the end each is a share of what is left, so that no worker is still
/// at a large one when the others are done (guided self-scheduling: Polychronopoulos and Kuck, IEEE Trans. Comput. 36, 1987).
/// </summary>
internal sealed class ChunkSizer(int? fixedSize, int workers, int most = int.MaxValue)
{
    // Long beside the cost of a message (about a tenth of a millisecond), short beside what a person waits for.
    private static readonly long s_wanted = Stopwatch.Frequency / 50;

    // A chunk so short costs as much as its messages: smaller ones balance nothing.
    private static readonly long s_least = Stopwatch.Frequency / 2000;
    private const int Growth = 8;

    // What keeps a worker busy while messages go there and back, many times over; and no more frames than a write holds.
    private static readonly long s_ahead = Stopwatch.Frequency / 1000;
    private const int MostAhead = 256;

    private long _size = 1;
    private long _floor = 1;
    private double _each = double.PositiveInfinity;

    /// <summary>How long a worker may stay with a chunk before it hands back the rest; null where the caller chose the size.</summary>
    public TimeSpan? Budget { get; } = fixedSize is null ? TimeSpan.FromMilliseconds(100) : null;

    /// <summary>The size of a chunk when there is no end in sight.</summary>
    public int Size => fixedSize ?? (int)Math.Min(_size, most);

    /// <summary>The size of the next chunk.</summary>
    /// <param name="left">How many items there are to hand out.</param>
    public int Next(long left)
    {
        long share = Math.Max(left / (2L * workers), _floor);
        return fixedSize ?? (int)Math.Clamp(Math.Min(_size, share), 1, most);
    }

    /// <summary>
    /// How many chunks a worker is given before it has answered the first: one until it is known what they cost, then one more
    /// than it runs, and many where chunks are so short that messages cost more; fewer towards the end.
    /// </summary>
    /// <param name="left">How many items there are to hand out.</param>
    public int Ahead(long left)
    {
        if (double.IsPositiveInfinity(_each))
        {
            return 1;
        }

        double wanted = 2 + (s_ahead / (_each * Size));
        double share = left / (2.0 * workers * Size);
        return (int)Math.Clamp(Math.Min(wanted, share), 1, fixedSize is null ? 2 : MostAhead);
    }

    /// <summary>Notes how long a chunk kept its worker, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Learn(int items, long ticks)
    {
        double each = Math.Max(1, ticks) / (double)items;
        _each = each;
        _size = (long)Math.Clamp(s_wanted / each, 1, Math.Max(items, _size) * (double)Growth);
        _floor = (long)Math.Clamp(s_least / each, 1, _size);
    }
}

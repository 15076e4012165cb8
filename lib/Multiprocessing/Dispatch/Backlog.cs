namespace Multiprocessing.Dispatch;

/// <summary>
/// The items of a call that no worker has: a stack of ranges, the first items on top. So what was given back comes before what
/// is yet to come, and nothing that is waited for in order lies below what is not.
/// </summary>
internal sealed class Backlog
{
    private readonly Deque<ItemRange> _ranges = new();

    /// <summary>How many items there are.</summary>
    public long Count { get; private set; }

    /// <summary>The item to be taken next. There must be some.</summary>
    public long Next => _ranges.Last.First;

    /// <summary>Adds items that follow all others.</summary>
    public void Append(long first, long count)
    {
        Count += count;
        if (_ranges.Count > 0 && _ranges[0].End == first)
        {
            _ranges[0] = _ranges[0] with { Count = _ranges[0].Count + count };
        }
        else if (count > 0)
        {
            _ranges.Prepend(new ItemRange(first, count));
        }
    }

    /// <summary>Gives items back: they are taken before those behind them, and apart from their neighbours.</summary>
    public void PutBack(long first, long count)
    {
        if (count > 0)
        {
            Count += count;
            _ranges.Add(new ItemRange(first, count));
            for (int i = _ranges.Count - 1; i > 0 && _ranges[i - 1].First < first; i--)
            {
                (_ranges[i - 1], _ranges[i]) = (_ranges[i], _ranges[i - 1]);
            }
        }
    }

    /// <summary>Takes neighbouring items, at least one and at most that many. There must be some.</summary>
    public ItemRange Take(int most)
    {
        ItemRange next = _ranges.Last;
        long taken = Math.Min(most, next.Count);
        if (taken == next.Count)
        {
            _ranges.RemoveLast();
        }
        else
        {
            _ranges.Last = new ItemRange(next.First + taken, next.Count - taken);
        }

        Count -= taken;
        return next with { Count = taken };
    }
}

/// <summary>Neighbouring items of a call.</summary>
internal readonly record struct ItemRange(long First, long Count)
{
    /// <summary>The index of the item behind them.</summary>
    public long End => First + Count;
}

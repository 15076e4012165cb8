namespace Multiprocessing.Dispatch;

/// <summary>The items of a call that no worker has: a stack of ranges, what was given back lying on top of what is yet to come.</summary>
internal sealed class Backlog
{
    private readonly Deque<ItemRange> _ranges = new();

    /// <summary>How many items there are.</summary>
    public long Count { get; private set; }

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

    /// <summary>Gives items back: they are the next to be taken, apart from their neighbours.</summary>
    public void PutBack(long first, long count)
    {
        if (count > 0)
        {
            Count += count;
            _ranges.Add(new ItemRange(first, count));
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

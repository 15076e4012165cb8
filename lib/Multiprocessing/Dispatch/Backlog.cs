namespace Multiprocessing.Dispatch;

/// <summary>The items of a call that no worker has: a stack of ranges, what was given back lying on top of what is yet to come.</summary>
internal sealed class Backlog
{
    private readonly List<(long First, long Count)> _ranges = [];

    /// <summary>How many items there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds items that follow all others.</summary>
    public void Append(long first, long count)
    {
        Count += count;
        if (_ranges.Count > 0 && _ranges[0].First + _ranges[0].Count == first)
        {
            _ranges[0] = (_ranges[0].First, _ranges[0].Count + count);
        }
        else if (count > 0)
        {
            _ranges.Insert(0, (first, count));
        }
    }

    /// <summary>Gives items back: they are the next to be taken, apart from their neighbours.</summary>
    public void PutBack(long first, long count)
    {
        if (count > 0)
        {
            Count += count;
            _ranges.Add((first, count));
        }
    }

    /// <summary>Takes neighbouring items, at least one and at most that many. There must be some.</summary>
    public (long First, int Count) Take(int most)
    {
        (long first, long count) = _ranges[^1];
        int taken = (int)Math.Min(most, count);
        if (taken == count)
        {
            _ranges.RemoveAt(_ranges.Count - 1);
        }
        else
        {
            _ranges[^1] = (first + taken, count - taken);
        }

        Count -= taken;
        return (first, taken);
    }
}

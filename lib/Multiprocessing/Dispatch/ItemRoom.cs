using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// For how many bytes of a stream's items there is room: those that were taken from their source and are not done, here and on
/// their way through the workers. How large an item is shows when it is written. Until then it is taken to be like the largest
/// of late, but arrays and text, which large items mostly are, tell their size at once. Guarded by its call.
/// </summary>
/// <param name="limit">How many bytes there may be.</param>
/// <param name="workers">So many items there may be in any case.</param>
internal sealed class ItemRoom<T>(long limit, int workers)
{
    private readonly Dictionary<int, Written> _written = [];
    private bool _isKnown;
    private long _each;
    private long _writtenBytes;
    private long _writtenItems;

    /// <summary>False where all items are of one size that is known.</summary>
    public bool MustMeasure { get; } = !Block<T>.Fits;

    /// <summary>Whether another item may be taken.</summary>
    /// <param name="held">How many there are.</param>
    public bool HasRoom(int held)
    {
        if (!MustMeasure)
        {
            return held < workers || (held + 1L) * Block<T>.Size <= limit;
        }

        long unwritten = Math.Max(0, held - _writtenItems);
        return held < workers || (_isKnown && _writtenBytes + ((unwritten + 1) * _each) <= limit);
    }

    /// <summary>An item was taken.</summary>
    public void Taken(T item)
    {
        if (MustMeasure)
        {
            _each = Math.Max(_each, LeastSize(item));
        }
    }

    /// <summary>A worker gets a chunk.</summary>
    public void Begin(int chunk) => _written.Add(chunk, new Written());

    /// <summary>A chunk's items are written; nothing if the worker has died meanwhile.</summary>
    public void Wrote(int chunk, int items, long bytes)
    {
        if (_written.TryGetValue(chunk, out Written? written))
        {
            (written.Items, written.Bytes) = (items, bytes);
            _writtenItems += items;
            _writtenBytes += bytes;
        }

        if (items > 0)
        {
            _isKnown = true;
            _each = Math.Max(bytes / items, _each - (_each / 16));
        }
    }

    /// <summary>No worker has the chunk any more.</summary>
    public void End(int chunk)
    {
        if (_written.Remove(chunk, out Written? written))
        {
            _writtenItems -= written.Items;
            _writtenBytes -= written.Bytes;
        }
    }

    private static long LeastSize(T item) =>
        item switch
        {
            string text => text.Length,
            Array array when array.GetType().GetElementType()!.IsPrimitive => Buffer.ByteLength(
                array
            ),
            Array array => array.LongLength,
            _ => 0,
        };

    private sealed class Written
    {
        public int Items { get; set; }

        public long Bytes { get; set; }
    }
}

using System.Collections;

namespace Multiprocessing.Dispatch;

/// <summary>The chunks that a worker has, in the order in which it runs them. Nearly always the first is the one that is asked for.</summary>
internal sealed class ChunkQueue : IReadOnlyCollection<Chunk>
{
    private readonly Deque<Chunk> _chunks = new();

    public int Count => _chunks.Count;

    /// <summary>The one that is run next, or now. There must be one.</summary>
    public Chunk First => _chunks[0];

    public void Add(in Chunk chunk) => _chunks.Add(chunk);

    public void Clear() => _chunks.Clear();

    public Chunk? Find(int number) => IndexOf(number) is var at and >= 0 ? _chunks[at] : null;

    /// <summary>The chunk that the item belongs to.</summary>
    public Chunk? Holding(long item)
    {
        for (int i = 0; i < _chunks.Count; i++)
        {
            if (_chunks[i].Holds(item))
            {
                return _chunks[i];
            }
        }

        return null;
    }

    /// <summary>How many items stand before one that some chunk holds.</summary>
    public long ItemsBefore(long item)
    {
        long count = 0;
        for (int i = 0; i < _chunks.Count; i++)
        {
            if (_chunks[i].Holds(item))
            {
                return count + item - _chunks[i].First;
            }

            count += _chunks[i].Count;
        }

        return count;
    }

    public void Remove(int number)
    {
        int at = IndexOf(number);
        if (at == 0)
        {
            _chunks.TakeFirst();
        }
        else if (at > 0)
        {
            _chunks.RemoveAt(at);
        }
    }

    /// <summary>Puts a chunk in the place of the one with its number.</summary>
    public void Replace(in Chunk chunk) => _chunks[IndexOf(chunk.Number)] = chunk;

    public IEnumerator<Chunk> GetEnumerator()
    {
        for (int i = 0; i < _chunks.Count; i++)
        {
            yield return _chunks[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(int number)
    {
        for (int i = 0; i < _chunks.Count; i++)
        {
            if (_chunks[i].Number == number)
            {
                return i;
            }
        }

        return -1;
    }
}

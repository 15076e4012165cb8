using System.Collections;

namespace Multiprocessing.Dispatch;

/// <summary>The chunks that a worker has, in the order in which it runs them. Nearly always the first is the one that is asked for.</summary>
internal sealed class ChunkQueue : IReadOnlyCollection<Chunk>
{
    private Queue<Chunk> _chunks = new();

    public int Count => _chunks.Count;

    public void Add(in Chunk chunk) => _chunks.Enqueue(chunk);

    public void Clear() => _chunks.Clear();

    public Chunk? Find(int number)
    {
        foreach (Chunk chunk in _chunks)
        {
            if (chunk.Number == number)
            {
                return chunk;
            }
        }

        return null;
    }

    /// <summary>The chunk that the item belongs to.</summary>
    public Chunk? Holding(long item)
    {
        foreach (Chunk chunk in _chunks)
        {
            if (chunk.Holds(item))
            {
                return chunk;
            }
        }

        return null;
    }

    /// <summary>How many items stand before one that some chunk holds.</summary>
    public long ItemsBefore(long item)
    {
        long count = 0;
        foreach (Chunk chunk in _chunks)
        {
            if (chunk.Holds(item))
            {
                return count + item - chunk.First;
            }

            count += chunk.Count;
        }

        return count;
    }

    public void Remove(int number)
    {
        if (_chunks.TryPeek(out Chunk first) && first.Number == number)
        {
            _chunks.Dequeue();
        }
        else
        {
            _chunks = new Queue<Chunk>(_chunks.Where(chunk => chunk.Number != number));
        }
    }

    /// <summary>Puts a chunk in the place of the one with its number.</summary>
    public void Replace(Chunk chunk) =>
        _chunks = new Queue<Chunk>(
            _chunks.Select(other => other.Number == chunk.Number ? chunk : other)
        );

    public IEnumerator<Chunk> GetEnumerator() => _chunks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

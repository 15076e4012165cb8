namespace Multiprocessing;

/// <summary>
/// Values in a row, to be added and taken at both ends. .NET's own collections, over value types that are not its own, are in no
/// image that was compiled ahead: each of their methods that a start needs would be compiled while somebody waits, at a fifth of
/// a millisecond apiece. This one is compiled with the library.
/// </summary>
internal sealed class Deque<T>
    where T : struct
{
    private const int FirstCapacity = 4;
    private T[]? _ring; // null before the first; its length is a power of two
    private int _first;

    public int Count { get; private set; }

    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return ref _ring![At(index)];
        }
    }

    public ref T Last => ref this[Count - 1];

    public void Add(in T value)
    {
        MakeRoom();
        _ring![At(Count++)] = value;
    }

    /// <summary>Puts one before all others.</summary>
    public void Prepend(in T value)
    {
        MakeRoom();
        _first = At(-1);
        _ring![_first] = value;
        Count++;
    }

    public T TakeFirst()
    {
        T value = this[0];
        _ring![_first] = default;
        _first = At(1);
        Count--;
        return value;
    }

    public void RemoveLast()
    {
        Last = default;
        Count--;
    }

    /// <summary>Takes one out of the midst.</summary>
    public void RemoveAt(int index)
    {
        for (int i = index; i < Count - 1; i++)
        {
            this[i] = this[i + 1];
        }

        RemoveLast();
    }

    public void Clear()
    {
        if (_ring is not null)
        {
            Array.Clear(_ring);
        }

        _first = Count = 0;
    }

    private int At(int index) => (_first + index) & (_ring!.Length - 1);

    private void MakeRoom()
    {
        if (_ring is null)
        {
            _ring = new T[FirstCapacity];
            return;
        }

        if (Count < _ring.Length)
        {
            return;
        }

        var larger = new T[2 * Count];
        Array.Copy(_ring, _first, larger, 0, Count - _first);
        Array.Copy(_ring, 0, larger, Count - _first, _first);
        _ring = larger;
        _first = 0;
    }
}

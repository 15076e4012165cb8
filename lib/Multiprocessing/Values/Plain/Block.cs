using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>
/// Values without references, one after another: those of a chunk. Nobody but this library sees them in one piece, so many of
/// them lie in memory that is borrowed and given back. As arrays of their own they would be large objects, made and collected
/// for every chunk, which takes longer than a trivial function over all of them.
/// </summary>
internal readonly struct Block<T> : IDisposable
{
    /// <summary>Whether values of the type travel so; all others travel one by one.</summary>
    public static readonly bool Fits = !RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    /// <summary>How many bytes a value takes.</summary>
    public static readonly int Size = Unsafe.SizeOf<T>();

    private readonly T[]? _own;
    private readonly int _first;
    private readonly int _count;
    private readonly ApartArray _borrowed;

    private Block(T[] own, int first, int count) => (_own, _first, _count) = (own, first, count);

    private Block(in ApartArray borrowed) => _borrowed = borrowed;

    public Span<T> Values =>
        _own is null
            ? MemoryMarshal.CreateSpan(
                ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(_borrowed.Bytes)),
                _borrowed.Length / Size
            )
            : _own.AsSpan(_first, _count);

    /// <summary>Some of an array's values, as they are when the block is sent.</summary>
    public static Block<T> Of(T[] array, int first, int count) => new(array, first, count);

    /// <summary>What arrived apart.</summary>
    public static Block<T> Of(in ApartArray arrived) => new(arrived);

    /// <summary>Room for so many values, also for more than one message takes: fewer may be sent of them.</summary>
    public static Block<T> Rent(int count)
    {
        long length = (long)count * Size;
        return Blittable<T>.Is && ApartArray.Is(length, isBlock: true) && length <= Array.MaxLength
            ? new Block<T>(ApartArray.Borrow((int)length))
            : new Block<T>(new T[count], 0, count);
    }

    /// <summary>The bytes of the first values, to be sent; they are free of references.</summary>
    public ApartArray Bytes(int count)
    {
        int length = checked(count * Size);
        return _own is null
            ? _borrowed with
            {
                Length = length,
            }
            : new ApartArray(_own, length) { Start = (long)_first * Size, IsBlock = true };
    }

    /// <summary>Gives back what was borrowed; nobody may look at the values any more.</summary>
    public void Dispose() => _borrowed.GiveBack();
}

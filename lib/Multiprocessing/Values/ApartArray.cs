using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>
/// A large array of a payload. It travels apart, behind the payload's other bytes: so it goes from where it is, without a copy,
/// straight into the array that the other side's user gets.
/// </summary>
/// <param name="Array">Its elements are free of references.</param>
/// <param name="Length">How many bytes they take.</param>
internal readonly record struct ApartArray(Array Array, int Length)
{
    /// <summary>How many bytes it takes to announce one.</summary>
    public const int EntryLength = 1 + sizeof(int);

    /// <summary>No arrays. Not an empty array of .NET's, whose code for it would be compiled when it is asked for.</summary>
    [SuppressMessage("Performance", "CA1825", Justification = "See above.")]
    public static readonly ApartArray[] None = new ApartArray[0];

    // Below this, copying costs less than a place of its own; of blocks, for which no memory is made anew, sooner.
    private const int WorthIt = 64 * 1024;
    private const int WorthItOfBlock = 16 * 1024;

    // The kind of a block: see Block.
    private const byte BlockKind = byte.MaxValue;

    // What the other side can make before it knows what for. Any other array arrives as bytes and is copied once more.
    private static readonly Kind[] s_kinds =
    [
        Kind.Of<byte>(),
        Kind.Of<sbyte>(),
        Kind.Of<bool>(),
        Kind.Of<char>(),
        Kind.Of<short>(),
        Kind.Of<ushort>(),
        Kind.Of<int>(),
        Kind.Of<uint>(),
        Kind.Of<long>(),
        Kind.Of<ulong>(),
        Kind.Of<float>(),
        Kind.Of<double>(),
    ];

    /// <summary>At which byte of the array they begin.</summary>
    public long Start { get; init; }

    /// <summary>Only values are taken from it on the other side, nobody gets the array: it need not be one of its own.</summary>
    public bool IsBlock { get; init; }

    /// <summary>This process has borrowed the array, and may give it back when nobody needs the bytes.</summary>
    public bool IsBorrowed { get; init; }

    /// <summary>The elements as they lie in memory.</summary>
    public Span<byte> Bytes =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(Array), (nuint)Start),
            Length
        );

    /// <summary>Whether an array, or a block, of so many bytes travels apart.</summary>
    public static bool Is(long length, bool isBlock) =>
        length >= (isBlock ? WorthItOfBlock : WorthIt);

    /// <summary>What the other side is to make for it.</summary>
    public byte KindNumber
    {
        get
        {
            if (IsBlock)
            {
                return BlockKind;
            }

            Type type = Array.GetType();
            return (byte)Math.Max(0, System.Array.FindIndex(s_kinds, kind => kind.Type == type));
        }
    }

    /// <summary>Whether that is the kind of a block.</summary>
    public static bool IsOfBlock(byte kindNumber) => kindNumber == BlockKind;

    /// <summary>An array to be filled; its elements are whatever was in memory.</summary>
    /// <exception cref="InvalidDataException">There is no such kind, or it has no array of that length.</exception>
    public static ApartArray Make(byte kindNumber, int length) =>
        IsOfBlock(kindNumber) ? Borrow(length)
        : kindNumber < s_kinds.Length && length % s_kinds[kindNumber].Size == 0
            ? new ApartArray(s_kinds[kindNumber].Make(length / s_kinds[kindNumber].Size), length)
        : throw new InvalidDataException(
            $"An array of kind {kindNumber} and {length} bytes is not one of ours."
        );

    /// <summary>A block of so many bytes, whatever was in memory.</summary>
    public static ApartArray Borrow(int length) =>
        new(ArrayPool<byte>.Shared.Rent(length), length) { IsBlock = true, IsBorrowed = true };

    /// <summary>Gives it back if it was borrowed.</summary>
    public void GiveBack()
    {
        if (IsBorrowed)
        {
            ArrayPool<byte>.Shared.Return((byte[])Array);
        }
    }

    /// <summary>The same elements in an array of such a kind as the other side would make.</summary>
    public ApartArray Copied()
    {
        ApartArray copy = Make(KindNumber, Length);
        Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    private sealed record Kind(Type Type, int Size, Func<int, Array> Make)
    {
        public static Kind Of<T>() =>
            new(
                typeof(T[]),
                Unsafe.SizeOf<T>(),
                length => GC.AllocateUninitializedArray<T>(length)
            );
    }
}

using System.Buffers.Binary;

namespace Multiprocessing.Parcels;

/// <summary>The first bytes of a chunk's payload: which items of the call follow.</summary>
internal static class ChunkHeader
{
    public const int Length = sizeof(long) + sizeof(int);

    public static void Write(Span<byte> target, long firstItem, int count)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, firstItem);
        BinaryPrimitives.WriteInt32LittleEndian(target[sizeof(long)..], count);
    }

    public static (long FirstItem, int Count) Read(ReadOnlySpan<byte> source) =>
        (
            BinaryPrimitives.ReadInt64LittleEndian(source),
            BinaryPrimitives.ReadInt32LittleEndian(source[sizeof(long)..])
        );
}

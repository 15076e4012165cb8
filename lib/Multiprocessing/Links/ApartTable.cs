using System.Buffers.Binary;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>
/// What a frame's payload begins with when large arrays travel apart from it: how many, and each one's kind (a byte) and length.
/// </summary>
internal static class ApartTable
{
    /// <summary>As the second byte of a frame's header: there is such a table.</summary>
    public const byte Present = 1;

    public static int LengthFor(int count) => sizeof(int) + (count * ApartArray.EntryLength);

    public static byte[] Of(ApartArray[] arrays)
    {
        byte[] bytes = new byte[LengthFor(arrays.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, arrays.Length);
        Span<byte> table = bytes.AsSpan(sizeof(int));
        foreach (ApartArray array in arrays)
        {
            table[0] = array.KindNumber;
            BinaryPrimitives.WriteInt32LittleEndian(table[1..], array.Length);
            table = table[ApartArray.EntryLength..];
        }

        return bytes;
    }

    /// <summary>The kind that a table without its count says of an array.</summary>
    public static byte KindAt(byte[] table, int index) => table[index * ApartArray.EntryLength];

    /// <summary>The length that a table without its count says of an array.</summary>
    public static int LengthAt(byte[] table, int index) =>
        BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan((index * ApartArray.EntryLength) + 1));
}

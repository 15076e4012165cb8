using System.Buffers.Binary;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>What went wrong in a worker, as the payload of a frame: process, item, exception.</summary>
internal static class Failure
{
    private const int HeaderLength = sizeof(int) + sizeof(long);

    /// <param name="error">The exception.</param>
    /// <param name="item">The item, or <see cref="ItemProgress.Whole"/>.</param>
    /// <param name="code">Names the exception's code.</param>
    /// <param name="context">What tokens in it belong to.</param>
    /// <param name="process">Whose failure it is; null for this process.</param>
    public static byte[] Pack(
        Exception error,
        long item,
        ICodeBook code,
        object? context,
        int? process = null
    )
    {
        byte[] exception = ExceptionParcel.Pack(error, code, new Reach(), context);
        byte[] bytes = new byte[HeaderLength + exception.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, process ?? Environment.ProcessId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(int)), item);
        exception.CopyTo(bytes, HeaderLength);
        return bytes;
    }

    public static Exception Unpack(ReadOnlyMemory<byte> bytes, ICodeBook code, object? context)
    {
        int process = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        long item = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[sizeof(int)..]);
        string where = $"in worker process {process}" + (item < 0 ? "" : $", item {item}");
        return ExceptionParcel.Unpack(bytes[HeaderLength..], code, where, context);
    }
}

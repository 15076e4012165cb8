using System.Buffers.Binary;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>What went wrong in a worker, as the payload of a frame: the item's index, then the exception.</summary>
internal static class Failure
{
    public static byte[] Pack(Exception error, long item, ICodeBook code)
    {
        string place = item < 0 ? "" : $", item {item}";
        byte[] exception = ExceptionCodec.Pack(
            error,
            code,
            $"in worker process {Environment.ProcessId}{place}"
        );
        byte[] bytes = new byte[sizeof(long) + exception.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, item);
        exception.CopyTo(bytes, sizeof(long));
        return bytes;
    }

    public static Exception Unpack(ReadOnlyMemory<byte> bytes, ICodeBook code) =>
        ExceptionCodec.Unpack(bytes[sizeof(long)..], code);
}

using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

/// <summary>Values as bytes, which their owner keeps without looking inside.</summary>
internal static class Packed
{
    /// <param name="value">What is to travel.</param>
    /// <param name="name">What it is to the user, for messages.</param>
    /// <exception cref="NotSerializableException">It cannot travel.</exception>
    public static byte[] Of<T>(T value, string name)
    {
        using var output = new PayloadWriter();
        new GraphWriter(output, Home.Code, new Reach()) { Materialise = true }.Write(value, name);
        return output.ToArray();
    }

    /// <summary>A copy of the value. Not for a worker's thread that reads frames: its type may have to be fetched.</summary>
    /// <param name="bytes">What was packed.</param>
    /// <param name="context">What the codecs of handles need to know of the reader.</param>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, object? context = null) =>
        new GraphReader(bytes, Home.Code, context).Read<T>();
}

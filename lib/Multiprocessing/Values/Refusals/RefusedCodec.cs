using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>A type whose objects cannot travel.</summary>
internal sealed class RefusedCodec(Type type, string reason) : ObjectCodec(type)
{
    public override void WriteHeader(GraphWriter writer, object value) =>
        throw new Refusal(value.GetType(), value is IStaysHome home ? home.Remedy : reason);

    public override object Allocate(GraphReader reader) =>
        throw GraphReader.Damage($"an object of {WireType}, which cannot travel");
}

/// <summary>
/// A value type whose values cannot travel, but for the empty one: that is a field which has not been set, such as the enumerator
/// of a loop that has not begun.
/// </summary>
internal sealed class RefusedValueCodec<T>(string reason) : ValueCodec<T>
{
    private const byte Empty = 0;

    public override void Write(GraphWriter writer, ref readonly T value)
    {
        if (Bytes(in value).ContainsAnyExcept((byte)0))
            throw new Refusal(typeof(T), reason);
        writer.Output.WriteByte(Empty);
    }

    public override void Read(GraphReader reader, ref T value)
    {
        if (reader.ReadByte() != Empty)
            throw GraphReader.Damage($"a value of {typeof(T)}, which cannot travel");
        value = default!;
    }

    private static ReadOnlySpan<byte> Bytes(ref readonly T value) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)),
            Unsafe.SizeOf<T>()
        );
}

using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>
/// Views of memory. One of a whole array keeps referring to it; a smaller one travels alone, for a small slice
/// of a large buffer must not bring the buffer along.
/// </summary>
internal static class Slices
{
    private const byte None = 0;
    private const byte Whole = 1;
    private const byte Part = 2;

    public static void Write<T>(GraphWriter writer, ReadOnlyMemory<T> memory)
    {
        var isArray = MemoryMarshal.TryGetArray(memory, out var segment);
        if (isArray && segment.Array!.Length == segment.Count)
        {
            writer.Output.WriteByte(memory.Equals(default) ? None : Whole);
            if (!memory.Equals(default))
                writer.WriteReference(segment.Array, typeof(T[]));
            return;
        }
        writer.Output.WriteByte(Part);
        writer.Output.WriteVarint(memory.Length);
        Elements.Write(writer, memory.Span);
    }

    public static T[]? Read<T>(GraphReader reader)
    {
        var kind = reader.ReadByte();
        if (kind == None)
            return null;
        if (kind == Whole)
            return (T[])reader.ReadReference(typeof(T[]))!;
        var part = new T[reader.ReadCount(Elements.MinimumSize<T>())];
        Elements.Read(reader, part.AsSpan());
        return part;
    }
}

/// <summary>Memory one may write to.</summary>
internal sealed class MemoryCodec<T> : ValueCodec<Memory<T>>
{
    public override void Write(GraphWriter writer, ref readonly Memory<T> value) =>
        Slices.Write<T>(writer, value);

    public override void Read(GraphReader reader, ref Memory<T> value) =>
        value = Slices.Read<T>(reader);
}

/// <summary>Memory one may only read.</summary>
internal sealed class ReadOnlyMemoryCodec<T> : ValueCodec<ReadOnlyMemory<T>>
{
    public override void Write(GraphWriter writer, ref readonly ReadOnlyMemory<T> value) =>
        Slices.Write(writer, value);

    public override void Read(GraphReader reader, ref ReadOnlyMemory<T> value) =>
        value = Slices.Read<T>(reader);
}

/// <summary>A part of an array.</summary>
internal sealed class SegmentCodec<T> : ValueCodec<ArraySegment<T>>
{
    public override void Write(GraphWriter writer, ref readonly ArraySegment<T> value) =>
        Slices.Write<T>(writer, value);

    public override void Read(GraphReader reader, ref ArraySegment<T> value) =>
        value = Slices.Read<T>(reader) is { } array ? new ArraySegment<T>(array) : default;
}

/// <summary>A struct with a fixed run of elements.</summary>
internal sealed class InlineArrayCodec<TArray, TElement>(int length) : ValueCodec<TArray>
    where TArray : struct
{
    public override void Write(GraphWriter writer, ref readonly TArray value)
    {
        var copy = value;
        Elements.Write<TElement>(writer, Flat(ref copy));
    }

    public override void Read(GraphReader reader, ref TArray value) =>
        Elements.Read(reader, Flat(ref value));

    private Span<TElement> Flat(ref TArray array) =>
        MemoryMarshal.CreateSpan(
            ref System.Runtime.CompilerServices.Unsafe.As<TArray, TElement>(ref array),
            length
        );
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>Arrays of one dimension; by memory copy where the elements are plain.</summary>
internal sealed class ArrayCodec<T>() : ObjectCodec(typeof(T[]))
{
    public override void WriteHeader(GraphWriter writer, object value) =>
        writer.Output.WriteVarint(((T[])value).Length);

    public override void WriteBody(GraphWriter writer, object value) =>
        Elements.Write(writer, new ReadOnlySpan<T>((T[])value));

    public override object Allocate(GraphReader reader)
    {
        var length = reader.ReadCount(Elements.MinimumSize<T>());
        return Blittable<T>.Is ? GC.AllocateUninitializedArray<T>(length) : new T[length];
    }

    public override void Fill(GraphReader reader, object target) =>
        Elements.Read(reader, ((T[])target).AsSpan());
}

/// <summary>Arrays of several dimensions, or not counted from 0.</summary>
internal sealed class GridCodec<T>(Type type) : ObjectCodec(type)
{
    public override void WriteHeader(GraphWriter writer, object value)
    {
        var array = (Array)value;
        for (var i = 0; i < array.Rank; i++)
        {
            writer.Output.WriteRaw(array.GetLowerBound(i));
            writer.Output.WriteVarint(array.GetLength(i));
        }
    }

    public override void WriteBody(GraphWriter writer, object value) =>
        Elements.Write<T>(writer, Flat((Array)value));

    public override object Allocate(GraphReader reader)
    {
        var rank = WireType.GetArrayRank();
        var (lowerBounds, lengths, total) = (new int[rank], new int[rank], 1L);
        for (var i = 0; i < rank; i++)
        {
            lowerBounds[i] = reader.ReadRaw<int>();
            lengths[i] = reader.ReadNumber();
            total = checked(total * lengths[i]);
        }
        if (total > reader.Remaining / Elements.MinimumSize<T>())
            throw GraphReader.Damage($"an array of {total} elements that are not there");
        return Array.CreateInstanceFromArrayType(WireType, lengths, lowerBounds);
    }

    public override void Fill(GraphReader reader, object target) =>
        Elements.Read(reader, Flat((Array)target));

    private static Span<T> Flat(Array array) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)),
            array.Length
        );
}

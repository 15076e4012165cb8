using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>Arrays of one dimension. Plain elements are part of the header, so that a large array can be taken as it arrived.</summary>
internal sealed class ArrayCodec<T>() : ObjectCodec(typeof(T[]))
{
    public override bool HasBody => !Blittable<T>.Is;

    public override void WriteHeader(GraphWriter writer, object value)
    {
        var array = (T[])value;
        writer.Output.WriteVarint(array.Length);
        if (Blittable<T>.Is)
            writer.Output.WriteArray(array, (long)array.Length * Unsafe.SizeOf<T>());
    }

    public override void WriteBody(GraphWriter writer, object value) =>
        Elements.Write(writer, new ReadOnlySpan<T>((T[])value));

    public override object Allocate(GraphReader reader)
    {
        if (!Blittable<T>.Is)
            return new T[reader.ReadCount()];
        var length = reader.ReadNumber();
        var apart = reader.TakeApart((long)length * Unsafe.SizeOf<T>());
        if (apart is { IsBlock: false } && apart.Value.Array.GetType() == typeof(T[]))
            return apart.Value.Array;
        if (apart is null)
            reader.CheckCount(length, Unsafe.SizeOf<T>());
        var array = GC.AllocateUninitializedArray<T>(length);
        Elements.Read(reader, array.AsSpan(), apart);
        return array;
    }

    public override void Fill(GraphReader reader, object target) =>
        Elements.Read(reader, ((T[])target).AsSpan());
}

/// <summary>Arrays of several dimensions, or not counted from 0.</summary>
internal sealed class GridCodec<T>(Type type) : ObjectCodec(type)
{
    public override bool HasBody => !Blittable<T>.Is;

    public override void WriteHeader(GraphWriter writer, object value)
    {
        var array = (Array)value;
        for (var i = 0; i < array.Rank; i++)
        {
            writer.Output.WriteRaw(array.GetLowerBound(i));
            writer.Output.WriteVarint(array.GetLength(i));
        }
        if (Blittable<T>.Is)
            writer.Output.WriteArray(array, array.LongLength * Unsafe.SizeOf<T>());
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
        var apart = Blittable<T>.Is ? reader.TakeApart(checked(total * Unsafe.SizeOf<T>())) : null;
        if (apart is null)
            reader.CheckCount(total, Elements.MinimumSize<T>());
        var array = Array.CreateInstanceFromArrayType(WireType, lengths, lowerBounds);
        if (Blittable<T>.Is)
            Elements.Read(reader, Flat(array), apart);
        return array;
    }

    public override void Fill(GraphReader reader, object target) =>
        Elements.Read(reader, Flat((Array)target));

    private static Span<T> Flat(Array array) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)),
            array.Length
        );
}

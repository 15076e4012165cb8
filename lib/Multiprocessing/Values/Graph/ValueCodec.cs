using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>How values of a value type are written and read in place, without a box.</summary>
internal abstract class ValueCodec<T>() : ObjectCodec(typeof(T))
{
    public override bool Shares(object value) => false;

    public abstract void Write(GraphWriter writer, ref readonly T value);

    public abstract void Read(GraphReader reader, ref T value);

    public sealed override void WriteBody(GraphWriter writer, object value)
    {
        var unboxed = (T)value;
        Write(writer, ref unboxed);
    }

    public sealed override void Fill(GraphReader reader, object target) =>
        Read(reader, ref Unsafe.As<byte, T>(ref Boxes.DataOf(target)));
}

/// <summary>Access to the value inside a box.</summary>
internal static class Boxes
{
    private sealed class Layout
    {
        public byte Data;
    }

    public static ref byte DataOf(object box) => ref Unsafe.As<Layout>(box).Data;
}

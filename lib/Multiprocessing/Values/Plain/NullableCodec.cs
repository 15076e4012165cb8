namespace Multiprocessing.Values;

/// <summary>A value that may be missing.</summary>
internal sealed class NullableCodec<T> : ValueCodec<T?>
    where T : struct
{
    public override void Write(GraphWriter writer, ref readonly T? value)
    {
        writer.Output.WriteByte(value.HasValue ? (byte)1 : (byte)0);
        if (value.HasValue)
            Slot<T>.Write(writer, value.GetValueOrDefault());
    }

    public override void Read(GraphReader reader, ref T? value) =>
        value = reader.ReadByte() == 0 ? null : Slot<T>.Read(reader);
}

namespace Multiprocessing.Values;

/// <summary>Numbers, enums and structs made of them: their bytes as they are.</summary>
internal sealed class BlitCodec<T> : ValueCodec<T>
{
    public override void Write(GraphWriter writer, ref readonly T value) =>
        writer.Output.WriteRaw(in value);

    public override void Read(GraphReader reader, ref T value) => value = reader.ReadRaw<T>();
}

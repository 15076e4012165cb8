namespace Multiprocessing.Values;

/// <summary>A struct that holds references: copied field by field.</summary>
internal sealed class StructCodec<T> : ValueCodec<T>
    where T : struct
{
    private readonly Lazy<FieldSet> _fields = new(() => FieldSet.Of(typeof(T)));

    // In a box of its own it may be met twice.
    public override bool Shares(object value) => true;

    public override void Write(GraphWriter writer, ref readonly T value) =>
        _fields.Value.Write(writer, value);

    public override void Read(GraphReader reader, ref T value)
    {
        object box = default(T);
        _fields.Value.Read(reader, box);
        value = (T)box;
    }
}

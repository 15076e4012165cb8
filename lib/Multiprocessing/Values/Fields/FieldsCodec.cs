namespace Multiprocessing.Values;

/// <summary>Copies an object field by field.</summary>
internal sealed class FieldsCodec(Type type) : ObjectCodec(type)
{
    private readonly FieldSet _fields = FieldSet.Of(type);

    public override void WriteBody(GraphWriter writer, object value) =>
        _fields.Write(writer, value);

    public override void Fill(GraphReader reader, object target) => _fields.Read(reader, target);
}

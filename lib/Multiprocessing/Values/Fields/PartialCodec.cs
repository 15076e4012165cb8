namespace Multiprocessing.Values;

/// <summary>Copies all fields but some that belong to something else.</summary>
internal sealed class PartialCodec(Type type, params string[] except) : ObjectCodec(type)
{
    private readonly FieldSet _fields = FieldSet.Except(type, except);

    public override void WriteBody(GraphWriter writer, object value) =>
        _fields.Write(writer, value);

    public override void Fill(GraphReader reader, object target) => _fields.Read(reader, target);
}

namespace Multiprocessing.Values;

/// <summary>A type with instances that every process has, such as default comparers; others go the usual way.</summary>
internal sealed class WellKnownCodec(ObjectCodec usual, params object[] instances)
    : ObjectCodec(usual.WireType)
{
    public override void WriteHeader(GraphWriter writer, object value)
    {
        var index = IndexOf(value);
        writer.Output.WriteVarint(index + 1);
        if (index < 0)
            usual.WriteHeader(writer, value);
    }

    public override void WriteBody(GraphWriter writer, object value)
    {
        if (IndexOf(value) < 0)
            usual.WriteBody(writer, value);
    }

    public override object Allocate(GraphReader reader)
    {
        var number = reader.ReadNumber(instances.Length);
        return number > 0 ? instances[number - 1] : usual.Allocate(reader);
    }

    public override void Fill(GraphReader reader, object target)
    {
        if (IndexOf(target) < 0)
            usual.Fill(reader, target);
    }

    private int IndexOf(object value) => Array.FindIndex(instances, i => ReferenceEquals(i, value));
}

namespace Multiprocessing.Values;

/// <summary>Text. Only long ones are worth the search for one met before.</summary>
internal sealed class StringCodec : LeafCodec<string>
{
    public override bool IsShared => false;

    protected override void Write(GraphWriter writer, string value) =>
        writer.Output.WriteString(value);

    protected override string Read(GraphReader reader) => reader.ReadString();
}

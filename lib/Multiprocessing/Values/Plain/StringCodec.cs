namespace Multiprocessing.Values;

/// <summary>Text.</summary>
internal sealed class StringCodec : LeafCodec<string>
{
    // A short one is written sooner than looked for.
    public override bool Shares(object value) => ((string)value).Length > 64;

    protected override void Write(GraphWriter writer, string value) =>
        writer.Output.WriteString(value);

    protected override string Read(GraphReader reader) => reader.ReadString();
}

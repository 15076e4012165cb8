namespace Multiprocessing.Values;

/// <summary>Text.</summary>
internal sealed class StringCodec : LeafCodec<string>
{
    /// <summary>A short one is written sooner than looked for.</summary>
    public const int LongestUnshared = 64;

    public override bool Shares(object value) => ((string)value).Length > LongestUnshared;

    protected override void Write(GraphWriter writer, string value) =>
        writer.Output.WriteString(value);

    protected override string Read(GraphReader reader) => reader.ReadString();
}

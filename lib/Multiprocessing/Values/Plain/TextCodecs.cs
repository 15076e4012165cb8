using System.Text;
using System.Text.RegularExpressions;

namespace Multiprocessing.Values;

/// <summary>Text under construction.</summary>
internal sealed class StringBuilderCodec : LeafCodec<StringBuilder>
{
    protected override void Write(GraphWriter writer, StringBuilder value)
    {
        writer.Output.WriteVarint(value.MaxCapacity);
        writer.Output.WriteString(value.ToString());
    }

    protected override StringBuilder Read(GraphReader reader)
    {
        var limit = reader.ReadNumber();
        return new StringBuilder(0, limit).Append(reader.ReadString());
    }
}

/// <summary>Patterns: compiled again, for compiled code does not travel.</summary>
internal sealed class RegexCodec : LeafCodec<Regex>
{
    protected override void Write(GraphWriter writer, Regex value)
    {
        writer.Output.WriteString(value.ToString());
        writer.Output.WriteRaw(value.Options);
        writer.Output.WriteRaw(value.MatchTimeout);
    }

    protected override Regex Read(GraphReader reader) =>
        new(reader.ReadString(), reader.ReadRaw<RegexOptions>(), reader.ReadRaw<TimeSpan>());
}

/// <summary>Addresses: parsed again, for their parsers are compared by reference.</summary>
internal sealed class UriCodec : LeafCodec<Uri>
{
    protected override void Write(GraphWriter writer, Uri value)
    {
        writer.Output.WriteByte((byte)(value.IsAbsoluteUri ? UriKind.Absolute : UriKind.Relative));
        writer.Output.WriteString(value.OriginalString);
    }

    protected override Uri Read(GraphReader reader)
    {
        var kind = (UriKind)reader.ReadByte();
        return new Uri(reader.ReadString(), kind);
    }
}

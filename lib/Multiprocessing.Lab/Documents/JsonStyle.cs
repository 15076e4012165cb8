using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents;

/// <summary>How a JSON file is laid out, so that what is added to it looks like the rest of it.</summary>
/// <param name="NewLine">Null when everything is on one line.</param>
/// <param name="Indent">One level of it.</param>
/// <param name="Colon">What stands between a name and its value.</param>
/// <param name="EscapeNonAscii">é as \u00e9, as Python writes unless told otherwise.</param>
/// <param name="EscapeHtml">&lt; as \u003c, as .NET's serializer does.</param>
/// <param name="UpperCaseHex">\u00E9 rather than \u00e9.</param>
internal sealed record JsonStyle(
    string? NewLine,
    string Indent,
    string Colon,
    bool EscapeNonAscii,
    bool EscapeHtml,
    bool UpperCaseHex
)
{
    /// <summary>The same text for equal values, whatever the file looks like.</summary>
    public static readonly JsonStyle Canonical = new(null, "", ":", false, false, false);

    /// <summary>What stands between two values on one line, or before the line break.</summary>
    public string Comma => NewLine is null && Colon == ": " ? ", " : ",";

    public static JsonStyle Of(ReadOnlySpan<byte> file)
    {
        // A line break cannot stand inside a JSON string: the first one found is layout.
        var end = file.IndexOf((byte)'\n');
        var newLine =
            end < 0 ? null
            : end > 0 && file[end - 1] == '\r' ? "\r\n"
            : "\n";
        var indent = end < 0 ? "" : WhiteSpaceAt(file[(end + 1)..]);
        var text = Encoding.UTF8.GetString(file);
        var colon = text.IndexOf("\":", StringComparison.Ordinal);
        var spaced = colon >= 0 && colon + 2 < text.Length && text[colon + 2] == ' ';
        var (nonAscii, html, upper) = EscapesIn(text);
        return new(
            newLine,
            indent,
            spaced ? ": " : ":",
            nonAscii && !text.Any(c => c > 0x7f && c != '\uFEFF'),
            html,
            upper
        );
    }

    /// <summary>The blanks a line begins with.</summary>
    public static string WhiteSpaceAt(ReadOnlySpan<byte> line)
    {
        var length = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Encoding.ASCII.GetString(line[..Math.Max(length, 0)]);
    }

    /// <param name="value">The value to write, or null for JSON's null.</param>
    /// <param name="margin">The indentation of the line the value begins on.</param>
    public string Write(JsonNode? value, string margin = "")
    {
        var text = new StringBuilder();
        Append(text, value, margin);
        return text.ToString();
    }

    private void Append(StringBuilder text, JsonNode? value, string margin)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                // Sorted, as Jupyter and VS Code sort when they save: no difference where nothing differs.
                var sorted = members.OrderBy(m => m.Key, StringComparer.Ordinal).ToList();
                AppendItems(
                    text,
                    "{}",
                    sorted.Count,
                    margin,
                    (i, inner) => AppendMember(text, sorted[i], inner)
                );
                break;
            case JsonArray items:
                AppendItems(
                    text,
                    "[]",
                    items.Count,
                    margin,
                    (i, inner) => Append(text, items[i], inner)
                );
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                AppendString(
                    text,
                    scalar.TryGetValue(out JsonElement read)
                        ? read.AsText()!
                        : scalar.GetValue<string>()
                );
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private void AppendMember(
        StringBuilder text,
        KeyValuePair<string, JsonNode?> member,
        string margin
    )
    {
        AppendString(text, member.Key);
        text.Append(Colon);
        Append(text, member.Value, margin);
    }

    private void AppendItems(
        StringBuilder text,
        string brackets,
        int count,
        string margin,
        Action<int, string> append
    )
    {
        text.Append(brackets[0]);
        var inner = margin + Indent;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(Comma);
            if (NewLine is not null)
                text.Append(NewLine).Append(inner);
            append(i, inner);
        }
        if (NewLine is not null && count > 0)
            text.Append(NewLine).Append(margin);
        text.Append(brackets[1]);
    }

    private void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var paired =
                char.IsHighSurrogate(c)
                && i + 1 < value.Length
                && char.IsLowSurrogate(value[i + 1]);
            if (char.IsSurrogate(c) && !paired)
                // Half a character: JSON readers refuse the whole file for one.
                AppendCharacter(text, '\uFFFD');
            else if (paired && !EscapeNonAscii)
                text.Append(c).Append(value[++i]);
            else if (paired)
                AppendEscape(AppendEscape(text, c), value[++i]);
            else
                AppendCharacter(text, c);
        }
        text.Append('"');
    }

    private void AppendCharacter(StringBuilder text, char c)
    {
        switch (c)
        {
            case '"' or '\\':
                text.Append('\\').Append(c);
                break;
            case '\b':
                text.Append("\\b");
                break;
            case '\f':
                text.Append("\\f");
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case < ' ':
            case > '\x7e' when EscapeNonAscii:
            case '<' or '>' or '&' or '\'' or '+' or '`' when EscapeHtml:
                AppendEscape(text, c);
                break;
            default:
                text.Append(c);
                break;
        }
    }

    private StringBuilder AppendEscape(StringBuilder text, char c) =>
        text.Append("\\u")
            .Append(((int)c).ToString(UpperCaseHex ? "X4" : "x4", CultureInfo.InvariantCulture));

    private static (bool NonAscii, bool Html, bool UpperCase) EscapesIn(string text)
    {
        var (nonAscii, html, upper) = (false, false, false);
        for (
            var i = text.IndexOf('\\');
            i >= 0 && i + 5 < text.Length;
            i = text.IndexOf('\\', i + 2)
        )
        {
            if (text[i + 1] != 'u')
                continue;
            var digits = text.AsSpan(i + 2, 4);
            var code = int.Parse(
                digits,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            );
            nonAscii |= code > 0x7f;
            html |= code == '<';
            upper |= digits.ContainsAnyInRange('A', 'F');
        }
        return (nonAscii, html, upper);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Multiprocessing.Lab.Documents;

/// <summary>Reading JSON that somebody else wrote: what is missing or of another kind is null.</summary>
internal static class JsonReading
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name)?.AsText();

    public static bool IsTrue(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True };

    public static int? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var value)
            ? value
            : null;

    /// <summary>nbformat's multi-line string: one string, or a list of them.</summary>
    public static string? AsText(this JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => AsString(value),
            JsonValueKind.Array
                when value.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String) =>
                string.Concat(value.EnumerateArray().Select(AsString)),
            _ => null,
        };

    private static string AsString(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, which Python writes for undecodable bytes.
            return Unescape(value.GetRawText().AsSpan()[1..^1]);
        }
    }

    private static string Unescape(ReadOnlySpan<char> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }
            var kind = escaped[++i];
            if (kind == 'u')
            {
                text.Append(
                    (char)
                        ushort.Parse(
                            escaped.Slice(i + 1, 4),
                            NumberStyles.AllowHexSpecifier,
                            CultureInfo.InvariantCulture
                        )
                );
                i += 4;
            }
            else
            {
                text.Append(
                    kind switch
                    {
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        _ => kind,
                    }
                );
            }
        }
        // Encoding replaces each lone half by the replacement character.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents;

/// <summary>Outputs to and from nbformat's JSON.</summary>
internal static class OutputJson
{
    /// <summary>
    /// How deep JSON that is shown may be. In a notebook it lies six levels below the root, in messages fewer; deeper JSON,
    /// which is stored as text, would make of the notebook one that cannot be read again.
    /// </summary>
    private const int MaxDepth = NotebookReader.MaxDepth - 6;

    public static JsonArray ToJson(IEnumerable<Output> outputs) => new([.. outputs.Select(ToJson)]);

    public static JsonNode ToJson(Output output) =>
        output switch
        {
            StreamOutput stream => new JsonObject
            {
                ["name"] = stream.Name,
                ["output_type"] = "stream",
                ["text"] = Lines(stream.Text),
            },
            DisplayOutput display => new JsonObject
            {
                ["data"] = ToJson(display.Data),
                ["metadata"] = new JsonObject(),
                ["output_type"] = "display_data",
            },
            ResultOutput result => new JsonObject
            {
                ["data"] = ToJson(result.Data),
                ["execution_count"] = result.ExecutionCount,
                ["metadata"] = new JsonObject(),
                ["output_type"] = "execute_result",
            },
            ErrorOutput error => new JsonObject
            {
                ["ename"] = error.Name,
                ["evalue"] = error.Value,
                ["output_type"] = "error",
                ["traceback"] = new JsonArray([
                    .. error.Traceback.Select(line => JsonValue.Create(line)),
                ]),
            },
            _ => throw new ArgumentOutOfRangeException(
                nameof(output),
                output,
                "no such kind of output in nbformat"
            ),
        };

    public static IReadOnlyList<Output> FromJson(JsonElement cell)
    {
        if (
            !cell.TryGetProperty("outputs", out var outputs)
            || outputs.ValueKind != JsonValueKind.Array
        )
            return [];
        return [.. outputs.EnumerateArray().Select(One).OfType<Output>()];
    }

    private static Output? One(JsonElement output) =>
        output.Text("output_type") switch
        {
            "stream" => new StreamOutput(
                output.Text("name") ?? "stdout",
                output.Text("text") ?? ""
            ),
            "display_data" => new DisplayOutput(DataOf(output), null),
            "execute_result" => new ResultOutput(output.Number("execution_count"), DataOf(output)),
            "error" => new ErrorOutput(
                output.Text("ename") ?? "",
                output.Text("evalue") ?? "",
                TracebackOf(output)
            ),
            _ => null,
        };

    /// <summary>A media bundle as messages carry it: each text as one string.</summary>
    public static JsonObject Bundle(IReadOnlyDictionary<string, string> data) =>
        Bundle(data, text => JsonValue.Create(text));

    private static Dictionary<string, string> DataOf(JsonElement output)
    {
        var data = new Dictionary<string, string>();
        if (output.Member("data") is { ValueKind: JsonValueKind.Object } bundle)
        {
            foreach (var entry in bundle.EnumerateObject())
                data[entry.Name] = IsJson(entry.Name)
                    ? entry.Value.GetRawText()
                    : entry.Value.AsText() ?? entry.Value.GetRawText();
        }
        return data;
    }

    private static List<string> TracebackOf(JsonElement output) =>
        output.Member("traceback") is { ValueKind: JsonValueKind.Array } lines
            ? [.. lines.EnumerateArray().Select(line => line.AsText() ?? line.GetRawText())]
            : [];

    private static JsonObject ToJson(IReadOnlyDictionary<string, string> data) =>
        Bundle(data, Lines);

    private static JsonObject Bundle(
        IReadOnlyDictionary<string, string> data,
        Func<string, JsonNode> text
    )
    {
        var bundle = new JsonObject();
        foreach (var (mediaType, content) in data)
            bundle[mediaType] =
                IsJson(mediaType) ? ParseOrText(content)
                : IsText(mediaType) ? text(content)
                : content;
        return bundle;
    }

    private static bool IsJson(string mediaType) =>
        mediaType == MediaTypes.Json || mediaType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>The media types that Jupyter stores line by line; base64 stays one string.</summary>
    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.Ordinal)
        || mediaType is "application/javascript" or "image/svg+xml";

    private static JsonNode? ParseOrText(string content)
    {
        try
        {
            return JsonNode.Parse(
                content,
                documentOptions: new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException)
        {
            return content;
        }
    }

    /// <summary>The text as nbformat's list of lines: each ends in a line feed, except the last where the text does not.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start) is var feed and >= 0 ? feed + 1 : text.Length;
            lines.Add(JsonValue.Create(text[start..end]));
            start = end;
        }
        return lines;
    }
}

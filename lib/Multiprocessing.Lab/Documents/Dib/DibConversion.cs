using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>Between the two formats of one notebook.</summary>
internal static class DibConversion
{
    private const string Markdown = "markdown";
    private const string Raw = "raw";

    private static readonly JsonStyle s_style = new("\n", " ", ": ", false, false, false);

    public static DibDocument ToDib(Notebook notebook)
    {
        var metadata = notebook.ToJson()["metadata"] as JsonObject ?? [];
        return new(
            DibMeta.OfNotebook(metadata, notebook.Cells.Select(cell => cell.Language)),
            [.. notebook.Cells.Select(cell => new DibCell(cell.Language, Lines(cell.Source)))]
        );
    }

    /// <returns>The bytes of an .ipynb, the same each time.</returns>
    public static byte[] ToIpynb(DibDocument document)
    {
        var ids = new HashSet<string>();
        var copies = new Dictionary<string, int>();
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([
                .. document.Cells.Select(cell => (JsonNode)ToJson(cell, Id(cell, ids, copies))),
            ]),
            ["metadata"] = DibMeta.ToNotebook(
                document.Meta,
                document.Cells.Select(cell => cell.Language)
            ),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Encoding.UTF8.GetBytes(s_style.Write(notebook) + "\n");
    }

    /// <summary>A cell's text with the line ends that a .dib has.</summary>
    public static string Lines(string source) =>
        source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static JsonObject ToJson(DibCell cell, string id)
    {
        var json = new JsonObject
        {
            ["cell_type"] = cell.Language is Markdown or Raw ? cell.Language : "code",
            ["id"] = id,
            ["metadata"] = new JsonObject(),
            ["source"] = OutputJson.Lines(cell.Source),
        };
        if (cell.Language is Markdown or Raw)
            return json;
        json["metadata"] = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = cell.Language },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = cell.Language },
        };
        json["execution_count"] = null;
        json["outputs"] = new JsonArray();
        return json;
    }

    /// <summary>Made from the cell alone: an edit elsewhere in the notebook does not change it.</summary>
    private static string Id(DibCell cell, HashSet<string> taken, Dictionary<string, int> copies)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cell.Language}\n{cell.Source}"));
        var first = Convert.ToHexStringLower(hash.AsSpan(0, 4));
        var id = first;
        while (!taken.Add(id))
        {
            var copy = copies[first] = copies.GetValueOrDefault(first, 1) + 1;
            id = string.Create(CultureInfo.InvariantCulture, $"{first}-{copy}");
        }
        return id;
    }
}

using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>Tells the lines of a .dib that begin a cell from those that are a cell's own.</summary>
/// <remarks>
/// A line begins a cell if it is <c>#!</c> and the name of a language and nothing else; Polyglot's format knows no way to
/// write such a line inside a cell. But one with a blank at its end is not taken for a beginning, and means the same to
/// every host that runs the cell: so the writer adds one blank to such lines of a cell, and the reader takes it off.
/// </remarks>
internal sealed class DibLines
{
    private const string Prefix = "#!";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["csharp"] = "csharp",
        ["c#"] = "csharp",
        ["C#"] = "csharp",
        ["cs"] = "csharp",
        ["fsharp"] = "fsharp",
        ["f#"] = "fsharp",
        ["F#"] = "fsharp",
        ["fs"] = "fsharp",
        ["pwsh"] = "pwsh",
        ["powershell"] = "pwsh",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        ["markdown"] = "markdown",
        ["md"] = "markdown",
        ["html"] = "html",
        ["http"] = "http",
        ["kql"] = "kql",
        ["mermaid"] = "mermaid",
        ["sql"] = "sql",
        ["value"] = "value",
    };

    /// <param name="meta">The document's own languages are in its <c>kernelInfo</c>.</param>
    public DibLines(JsonObject meta)
    {
        foreach (var item in DibMeta.Kernels(meta))
        {
            if (DibMeta.NameOf(item) is not { } name)
                continue;
            _names[name] = name;
            foreach (var alias in item["aliases"] as JsonArray ?? [])
            {
                if (alias is JsonValue value && value.TryGetValue<string>(out var text))
                    _names.TryAdd(text, name);
            }
        }
    }

    /// <summary>The language that the line begins a cell in; null if it begins none.</summary>
    public string? Beginning(string line) =>
        line.StartsWith(Prefix, StringComparison.Ordinal)
            ? _names.GetValueOrDefault(line[Prefix.Length..])
            : null;

    /// <summary>A cell's line as the file has it.</summary>
    public string Escape(string line) => IsEscapable(line) ? line + ' ' : line;

    /// <summary>A line of the file as the cell has it.</summary>
    public string Unescape(string line) =>
        line.EndsWith(' ') && IsEscapable(line) ? line[..^1] : line;

    private bool IsEscapable(string line) => Beginning(line.TrimEnd(' ')) is not null;
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests;

/// <summary>Writes the notebooks that tests run.</summary>
internal static class NotebookFile
{
    /// <param name="folder">Where to write it.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="cells">C#; a cell that begins with "[language]" has that language in its metadata.</param>
    /// <returns>The file's path.</returns>
    public static string Write(TemporaryFolder folder, string name, params string[] cells) =>
        folder.Write(name, Json(cells).ToJsonString(new() { WriteIndented = true }));

    public static JsonObject Json(params string[] cells) =>
        new()
        {
            ["cells"] = new JsonArray([.. cells.Select(Cell)]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject
                {
                    ["display_name"] = ".NET (C#)",
                    ["language"] = "C#",
                    ["name"] = ".net-csharp",
                },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };

    private static JsonObject Cell(string source, int index)
    {
        var language = "csharp";
        if (Regex.Match(source, @"^\[([a-z]+)\]") is { Success: true } match)
            (language, source) = (match.Groups[1].Value, source[match.Length..]);
        return new()
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"cell-{index}",
            ["metadata"] = new JsonObject
            {
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
            },
            ["outputs"] = new JsonArray(),
            ["source"] = source,
        };
    }
}

using System.Text.Json.Nodes;
using Multiprocessing.Lab.Learning;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Learning;

/// <summary>Small notebooks with exercises, and a look into what was made of them.</summary>
internal static class CourseNotebook
{
    public const string Stub = "int Half(int n) => throw new NotImplementedException();";
    public const string Answer = "int Half(int n) => n / 2;";

    /// <summary>A notebook that loads a library beside its folder, and has one exercise with outputs.</summary>
    /// <param name="solution">The text of the cell with the solution; null for none.</param>
    public static string Write(TemporaryFolder folder, string name, string? solution) =>
        folder.Write(name, Json(solution).ToJsonString());

    public static string Solution(string code) =>
        $"<details><summary>Solution</summary>\n\n```csharp\n{code}\n```\n\n</details>";

    public static JsonObject Json(string? solution)
    {
        var notebook = NotebookFile.Json(
            "#r \"../libs/some.dll\"\n#r \"nuget: Some.Package, 1.0.0\"\n#r \"System.Xml\"",
            Stub,
            "Half(4)"
        );
        var cells = notebook["cells"]!.AsArray();
        cells[1]!["id"] = "04-1-stub";
        cells[2]!["id"] = "04-1-check";
        cells[2]!["execution_count"] = 3;
        cells[2]!["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = "stdout",
                ["text"] = new JsonArray("2\n"),
            }
        );
        cells.Add(
            Markdown("links", "[next](next.ipynb) [why](../README.md#why) [out](https://a.b/c)")
        );
        if (solution is not null)
            cells.Add(Markdown("04-1-solution", solution));
        return notebook;
    }

    public static List<JsonObject> Cells(string path) =>
        [
            .. JsonNode.Parse(File.ReadAllBytes(path))!["cells"]!
                .AsArray()
                .Select(cell => cell!.AsObject()),
        ];

    public static string Source(string path, string cell) =>
        CourseCell.Source(Cells(path).Single(c => (string?)c["id"] == cell));

    private static JsonObject Markdown(string id, string text) =>
        new()
        {
            ["cell_type"] = "markdown",
            ["id"] = id,
            ["metadata"] = new JsonObject(),
            ["source"] = text,
        };
}

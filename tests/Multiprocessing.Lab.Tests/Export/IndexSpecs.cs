using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Export;

public class IndexSpecs
{
    [Fact]
    public void A_card_shows_the_notebooks_first_drawing_and_how_long_it_takes()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 300));
        var card = CardOf(
            Markdown($"# Title\n\nThe idea.\n\n{words}"),
            Markdown(
                "<svg viewBox=\"0 0 2 1\"><path d=\"M0 0\"></path><text>a&nbsp;b</text></svg>"
            ),
            Code("04-1-stub"),
            Code("04-1-check")
        );
        var drawing = card.QuerySelector("img")!.GetAttribute("src")!;
        const string Prefix = "data:image/svg+xml;base64,";
        Assert.StartsWith(Prefix, drawing, StringComparison.Ordinal);
        var svg = System.Xml.Linq.XElement.Parse(
            Encoding.UTF8.GetString(Convert.FromBase64String(drawing[Prefix.Length..]))
        );
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        // Two minutes to read, two cells to run, an exercise to do.
        Assert.Contains("about 9 minutes", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_without_a_picture_has_a_card_without_one() =>
        Assert.Null(CardOf(Markdown("# Title\n\nThe idea."), Code("a")).QuerySelector("img"));

    private static AngleSharp.Dom.IElement CardOf(params JsonObject[] cells)
    {
        using var folder = new TemporaryFolder();
        var json = NotebookFile.Json();
        json["cells"] = new JsonArray([.. cells]);
        var notebook = Notebook.Load(folder.Write("a.ipynb", json.ToJsonString()));
        SiteExporter.Write([notebook], folder.Path);
        var page = File.ReadAllText(Path.Combine(folder.Path, "index.html"));
        return new HtmlParser().ParseDocument(page).QuerySelector(".card")!;
    }

    private static JsonObject Markdown(string source) =>
        new()
        {
            ["cell_type"] = "markdown",
            ["metadata"] = new JsonObject(),
            ["source"] = source,
        };

    private static JsonObject Code(string id) =>
        new()
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = id,
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = "1",
        };
}

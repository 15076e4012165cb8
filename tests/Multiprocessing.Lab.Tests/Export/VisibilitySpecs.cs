using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

/// <summary>What authors hide from readers, and raw cells.</summary>
public sealed class VisibilitySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"tags\": [\"remove-cell\"]}", false, false)]
    [InlineData("{\"tags\": [\"remove-input\"]}", false, true)]
    [InlineData("{\"tags\": [\"x\", \"remove_input\"]}", false, true)]
    [InlineData("{\"tags\": [\"remove-output\"]}", true, false)]
    [InlineData("{\"tags\": \"remove-cell\"}", true, true)]
    public void What_is_removed_is_not_on_the_page(string metadata, bool source, bool output)
    {
        var page = Export(WithMetadata(Printing(), metadata));
        Assert.Equal(source, page.QuerySelector("details.source") is not null);
        Assert.Equal(output, page.QuerySelector(".outputs") is not null);
    }

    [Theory]
    [InlineData("{}", true, false, false)]
    [InlineData("{\"tags\": [\"hide-input\"]}", false, false, false)]
    [InlineData("{\"jupyter\": {\"source_hidden\": true}}", false, false, false)]
    [InlineData("{\"tags\": [\"hide-output\"]}", true, true, false)]
    [InlineData("{\"jupyter\": {\"outputs_hidden\": true}}", true, true, false)]
    [InlineData("{\"collapsed\": true}", true, true, false)]
    [InlineData("{\"tags\": [\"hide-cell\"]}", true, false, true)]
    [InlineData("{\"jupyter\": {\"source_hidden\": false}}", true, false, false)]
    public void What_is_hidden_can_be_unfolded(
        string metadata,
        bool isOpen,
        bool hidesOutput,
        bool hidesAll
    )
    {
        var page = Export(WithMetadata(Printing(), metadata));
        Assert.Equal(isOpen, page.QuerySelector("details.source")!.HasAttribute("open"));
        Assert.Equal(
            "Console.WriteLine(7);",
            page.QuerySelector("details.source pre")!.TextContent
        );
        Assert.Equal(
            hidesOutput,
            page.QuerySelector(".outputs > details.hidden:not([open])") is not null
        );
        Assert.Equal(
            hidesAll,
            page.QuerySelector("section > details.hidden:not([open])") is not null
        );
        Assert.Equal("7", page.QuerySelector(".stdout samp")!.TextContent);
    }

    [Fact]
    public void Text_that_is_removed_names_nothing()
    {
        var page = Export(
            WithMetadata(Prose("# Notes to myself"), "{\"tags\": [\"remove-cell\"]}"),
            Prose("# For readers")
        );
        Assert.Equal("For readers", page.Title);
        Assert.DoesNotContain("myself", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"raw_mimetype\": \"text/html\"}", "bold & more", true)]
    [InlineData("{\"format\": \"text/html\"}", "bold & more", true)]
    [InlineData("{}", "<b>bold</b> &amp; more", false)]
    [InlineData("{\"raw_mimetype\": \"\"}", "<b>bold</b> &amp; more", false)]
    [InlineData("{\"raw_mimetype\": \"text/latex\"}", null, false)]
    [InlineData("{\"format\": \"text/restructuredtext\"}", null, false)]
    public void A_raw_cell_is_shown_by_its_type(string metadata, string? text, bool isHtml)
    {
        var cell = WithMetadata(Prose("<b>bold</b> &amp; more"), metadata);
        cell["cell_type"] = "raw";
        var page = Export(cell, Prose("After."));
        Assert.Equal(text, page.QuerySelector(".cell.raw")?.TextContent);
        Assert.Equal(isHtml, page.QuerySelector(".cell.raw > b") is not null);
        Assert.Equal("After.", page.QuerySelector(".cell.markdown")!.TextContent.Trim());
    }

    [Theory]
    [InlineData("ab\b\bZ\n12\b3", "Z\n13")]
    [InlineData("a\u001b[31mb\b\u001b[0mc", "ac")]
    [InlineData("a\n\b\bb", "a\nb")]
    [InlineData("old\rab\bc", "ac")]
    [InlineData("x\ud83d\ude00\by", "xy")]
    [InlineData("10%\b\b\b20%\b\b\b30%\u0007", "30%")]
    public void A_backspace_takes_back_the_character_before_it(string printed, string shown)
    {
        var half = printed.IndexOf('\b', StringComparison.Ordinal);
        var page = Export(
            Code(
                "1",
                new StreamOutput("stdout", printed[..half]),
                new StreamOutput("stdout", printed[half..])
            )
        );
        Assert.Equal(shown, page.QuerySelector(".stdout samp")!.TextContent);
    }

    private static JsonObject Printing() =>
        Code("Console.WriteLine(7);", new StreamOutput("stdout", "7\n"));

    private static JsonObject WithMetadata(JsonObject cell, string metadata)
    {
        foreach (var (name, value) in JsonNode.Parse(metadata)!.AsObject())
            cell["metadata"]![name] = value?.DeepClone();
        return cell;
    }

    private IHtmlDocument Export(params JsonObject[] cells)
    {
        SiteExporter.Write([Write(_folder, "n.ipynb", cells)], _folder.Path + "/site");
        return new HtmlParser().ParseDocument(File.ReadAllText($"{_folder.Path}/site/n.html"));
    }
}

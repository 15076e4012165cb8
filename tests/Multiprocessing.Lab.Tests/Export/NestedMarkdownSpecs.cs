using AngleSharp.Html.Parser;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

public sealed class NestedMarkdownSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[", "", 200)]
    [InlineData("![", "", 200)]
    [InlineData("[", "", 20_000)]
    [InlineData("> ", "", 200)]
    [InlineData("> ", "", 5_000)]
    [InlineData("- ", "", 200)]
    [InlineData("1. ", "", 200)]
    [InlineData("> - ", "", 200)]
    [InlineData("**", "**", 200)]
    [InlineData("*a **b ", "", 5_000)]
    [InlineData("~~a ", "", 5_000)]
    [InlineData("[", "](y)", 5_000)]
    [InlineData("<div>", "", 5_000)]
    [InlineData("<b>", "</b>", 5_000)]
    [InlineData("${", "", 5_000)]
    [InlineData("\\begin{a}", "", 5_000)]
    [InlineData("$$", "", 5_001)]
    public void Markdown_nested_however_deeply_becomes_a_page(string open, string close, int depth)
    {
        string Times(string text) => string.Concat(Enumerable.Repeat(text, depth));
        SiteExporter.Write(
            [
                Write(
                    _folder,
                    "n.ipynb",
                    Prose($"{Times(open)}innermost{Times(close)}"),
                    Prose("After.")
                ),
            ],
            _folder.Path + "/site"
        );
        var page = new HtmlParser().ParseDocument(File.ReadAllText(_folder.Path + "/site/n.html"));
        var cells = page.QuerySelectorAll("section.cell");
        Assert.Contains("innermost", cells[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("After.", cells[1].TextContent.Trim());
    }

    [Fact]
    public void Brackets_that_are_never_closed_are_shown_as_they_are()
    {
        var brackets = new string('[', 200);
        Assert.Equal($"<p>{brackets}x</p>", MarkdownHtml.Of(brackets + "x").Trim());
    }

    [Fact]
    public void Markdown_that_is_not_formatted_says_so()
    {
        var html = MarkdownHtml.Of(string.Concat(Enumerable.Repeat("> ", 200)) + "<y>");
        Assert.Contains("&gt; &gt; &lt;y&gt;", html, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "(")]
    [InlineData("csharp", "[")]
    [InlineData("csharp", "{")]
    [InlineData("csharp", "A<")]
    [InlineData("csharp", "!")]
    [InlineData("csharp", "x?")]
    [InlineData("javascript", "([{")]
    [InlineData("html", "<div>")]
    public void Code_nested_however_deeply_becomes_a_page(string language, string open)
    {
        var source = string.Concat(Enumerable.Repeat(open, 20_000)) + "x";
        SiteExporter.Write(
            [Write(_folder, "n.ipynb", Code("1"), Code(language, source, []))],
            _folder.Path + "/site"
        );
        var page = new HtmlParser().ParseDocument(File.ReadAllText(_folder.Path + "/site/n.html"));
        Assert.Equal(source, page.QuerySelectorAll(".source pre")[1].TextContent);
    }

    [Fact]
    public void Outputs_nested_however_deeply_become_a_page()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 5_000)) + "innermost";
        SiteExporter.Write(
            [Write(_folder, "n.ipynb", Code("1", Shown("text/html", deep)), Prose("After."))],
            _folder.Path + "/site"
        );
        Assert.Contains(
            "innermost",
            File.ReadAllText(_folder.Path + "/site/n.html"),
            StringComparison.Ordinal
        );
    }
}

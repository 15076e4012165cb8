using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using Xunit;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

public sealed class SiteExporterSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_page_has_a_language_landmarks_a_title_and_a_way_past_the_bar()
    {
        var page = Export(Prose("# On *processes* & more\n\n## One\n\n## Two"), Code("1"));
        Assert.Equal("On processes & more", page.Title);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        foreach (var landmark in new[] { "header", "nav", "main", "footer" })
            Assert.NotNull(page.QuerySelector(landmark));
        Assert.Equal("#main-content", page.QuerySelector("a.skip")!.GetAttribute("href"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(
            ["One", "Two"],
            page.QuerySelectorAll(".contents a").Select(a => a.TextContent)
        );
    }

    [Fact]
    public void Headings_and_cells_can_be_linked_to()
    {
        var page = Export(
            Prose("# T\n\n## Same: name?\n\n## Same: name?\n\n[a](#Same:-name?)"),
            Code("1"),
            Code("2")
        );
        Assert.Equal(["same-name", "same-name-1"], page.QuerySelectorAll("h2").Select(h => h.Id));
        Assert.Equal("#same-name", page.QuerySelector("h2 .anchor")!.GetAttribute("href"));
        Assert.Equal("#same-name", page.QuerySelector(".markdown p a")!.GetAttribute("href"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var link in page.QuerySelectorAll("a[href^='#']"))
            Assert.NotNull(
                page.GetElementById(Uri.UnescapeDataString(link.GetAttribute("href")![1..]))
            );
        Assert.Equal(3, page.QuerySelectorAll("section.cell[id]").Length);
    }

    [Fact]
    public void What_a_program_prints_is_shown_and_never_obeyed()
    {
        var text =
            "\n<script>alert(1)</script> & \u001b[31mred\u001b[0m \u001b[1;94mbold\u001b[0m\r\nlate\rearly\n";
        var page = Export(
            Code(
                "var a = \"</code><b>\";",
                new StreamOutput("stdout", text[..9]),
                new StreamOutput("stdout", text[9..]),
                new ErrorOutput("E<x>", "<i>", ["\u001b[36mat\u001b[0m <b>"])
            )
        );
        Assert.Equal(
            "\n<script>alert(1)</script> & red bold\nearly",
            page.QuerySelector(".stdout pre")!.TextContent
        );
        Assert.Equal("red", page.QuerySelector(".stdout .ansi-fg-1")!.TextContent);
        Assert.Equal("bold", page.QuerySelector(".stdout .ansi-bold.ansi-fg-12")!.TextContent);
        Assert.Equal("E<x>: <i>\nat <b>", page.QuerySelector(".error pre")!.TextContent);
        Assert.Equal("var a = \"</code><b>\";", page.QuerySelector(".source pre")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("main script, main b, main i"));
    }

    [Theory]
    [InlineData("var x = $\"{a + 1:N2} é\"; // done\n#r \"x.dll\"\nrecord P(int X);\n\n/* open")]
    [InlineData("\"\"\"\n  raw \" text\n  \"\"\" + @\"c:\\\" + 'x' + 0x1F;\n#if NO\n<b>\n#endif")]
    [InlineData("#!time\nawait foreach (var (a, b) in <>] oh no")]
    public void Colouring_CSharp_loses_no_character(string source) =>
        Assert.Equal(source, Export(Code(source)).QuerySelector(".source pre")!.TextContent);

    [Fact]
    public void CSharp_is_coloured_by_meaning()
    {
        var page = Export(Code("int Twice(int n) => n * 2; // so\nConsole.WriteLine(\"a\");"));
        string[] Of(string kind) =>
            [.. page.QuerySelectorAll($".source .c-{kind}").Select(e => e.TextContent)];
        Assert.Equal(["int", "int"], Of("keyword"));
        Assert.Equal(["Twice", "WriteLine"], Of("name"));
        Assert.Equal(["Console"], Of("type"));
        Assert.Equal(["2"], Of("number"));
        Assert.Equal(["\"a\""], Of("string"));
        Assert.Equal(["// so"], Of("comment"));
    }

    [Fact]
    public void Broken_html_of_one_output_ends_with_that_output()
    {
        var page = Export(
            Code(
                "1",
                Shown("text/html", "<plaintext>for ever"),
                Shown(
                    "text/html",
                    "<div><table><tr><td><b>open</div></section></main><!-- <script>never()"
                )
            ),
            Prose("After it.")
        );
        var after = page.QuerySelectorAll("p").Single(p => p.TextContent == "After it.");
        Assert.Equal("MAIN", after.ParentElement!.ParentElement!.TagName);
        Assert.Null(after.Closest("b, table, .output"));
    }

    [Fact]
    public void The_richest_form_of_a_value_that_a_page_can_show_is_shown()
    {
        var page = Export(
            Code(
                "1",
                new ResultOutput(
                    1,
                    new Dictionary<string, string>
                    {
                        ["text/plain"] = "plain",
                        ["text/html"] = "<em>rich</em>",
                    }
                ),
                Shown("image/png", Dot),
                Shown("image/svg+xml", "<svg><circle r='3'/></svg>"),
                Shown("text/markdown", "**strong**"),
                Shown("application/javascript", "element.append('</script>')"),
                Shown("application/json", """{"a": 1}""")
            )
        );
        Assert.DoesNotContain(
            "plain",
            page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector(".output.html em"));
        Assert.StartsWith(
            "data:image/png;base64,",
            page.QuerySelector(".output.image img")!.GetAttribute("src"),
            StringComparison.Ordinal
        );
        Assert.NotEmpty(page.QuerySelector(".output.image img")!.GetAttribute("alt")!);
        Assert.NotNull(page.QuerySelector(".output svg circle"));
        Assert.NotNull(page.QuerySelector(".output.markdown strong"));
        Assert.Contains(
            "<\\/script>",
            page.QuerySelector(".output script")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"a": 1}""".Replace(" ", "", StringComparison.Ordinal),
            page.QuerySelectorAll(".output pre")[^1]
                .TextContent.Replace(" ", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Pictures_beside_the_notebook_and_attached_to_it_become_part_of_the_page()
    {
        _folder.Write("my pictures/dot.png", Convert.FromBase64String(Dot));
        var cell = Prose(
            "![local](<my pictures/dot.png>) ![attached](attachment:a%20b.png) <img src='nowhere.png' alt='lost'>"
        );
        cell["attachments"] = new JsonObject
        {
            ["a b.png"] = new JsonObject { ["image/png"] = Dot },
        };
        var page = Export(cell);
        Assert.Equal(
            ["local", "attached"],
            page.QuerySelectorAll("img").Select(i => i.GetAttribute("alt"))
        );
        Assert.All(
            page.QuerySelectorAll("img"),
            i => Assert.Equal($"data:image/png;base64,{Dot}", i.GetAttribute("src"))
        );
        Assert.Equal("lost (picture not found)", page.QuerySelector(".absent")!.TextContent);
    }

    [Fact]
    public void Nothing_is_fetched_from_another_host()
    {
        const string Remote = """
            <img src="https://example.org/a.png" alt="a photo" srcset="https://example.org/b.png 2x">
            <script src="//example.org/s.js"></script><link rel="stylesheet" href="https://example.org/s.css">
            <iframe src="https://example.org/frame"></iframe><video poster="https://example.org/p.png"><source src="https://example.org/v.mp4"></video>
            <object data="https://example.org/o.swf"></object><table background="https://example.org/bg.png"></table>
            <style>@import url("https://example.org/i.css"); p { background: url(https://example.org/u.png) }</style>
            <p style="background: url('https://example.org/w.png')">x</p><base href="https://example.org/">
            <svg><image href="https://example.org/x.png"/><use xlink:href="https://example.org/y.svg#a"/></svg>
            <meta http-equiv="refresh" content="0; url=https://example.org/">
            """;
        var page = Export(
            Prose("![far](https://example.org/far.png)\n\n" + Remote),
            Code("1", Shown("text/html", Remote))
        );
        foreach (var element in page.All.Where(e => e.LocalName != "a"))
        {
            foreach (var attribute in element.Attributes.Where(a => a.Name != "xmlns"))
                Assert.DoesNotContain("example.org", attribute.Value, StringComparison.Ordinal);
        }
        Assert.All(
            page.QuerySelectorAll("style"),
            s => Assert.DoesNotContain("example.org", s.TextContent, StringComparison.Ordinal)
        );
        Assert.Contains(
            page.QuerySelectorAll("a.absent"),
            a => a.TextContent == "a photo (picture on the web)"
        );
        Assert.StartsWith(
            "default-src data:",
            page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Links_between_notebooks_lead_to_their_pages()
    {
        var first = Write(
            _folder,
            "a/first.ipynb",
            Prose(
                "# First\n\n[n](../b/second%20one.ipynb#Big-Idea) [out](../c.ipynb) [web](https://x.org/z.ipynb)"
            )
        );
        var second = Write(_folder, "b/second one.ipynb", Prose("# Second"));
        var third = Write(_folder, "b/FIRST.ipynb", Prose("# Third"));
        SiteExporter.Write([first, second, third], _folder.Path + "/site");
        var page = Parse("first.html");
        Assert.Equal(
            ["second%20one.html#big-idea", "../c.ipynb", "https://x.org/z.ipynb"],
            page.QuerySelectorAll(".markdown p a").Select(a => a.GetAttribute("href"))
        );
        Assert.Equal(
            "second%20one.html",
            page.QuerySelector(".pager a.next")!.GetAttribute("href")
        );
        Assert.Equal(
            "First",
            Parse("second one.html")
                .QuerySelector(".pager a.prev")!
                .ChildNodes.Last()
                .TextContent.Trim()
        );
        Assert.Equal("Third", Parse("FIRST-2.html").Title);
    }

    [Fact]
    public void The_index_has_a_card_for_each_notebook()
    {
        var first = Write(
            _folder,
            "one.ipynb",
            Prose("# One `x`\n\nThe *first* paragraph.\n\nAnother."),
            Code("1")
        );
        var second = Write(_folder, "index.ipynb", Code("1"));
        SiteExporter.Write([first, second], _folder.Path + "/site");
        var cards = Parse("index.html").QuerySelectorAll(".card");
        Assert.Equal(["One x", "index"], cards.Select(c => c.QuerySelector("h2")!.TextContent));
        Assert.Equal("The first paragraph.", cards[0].QuerySelector("p")!.TextContent);
        Assert.Equal(
            ["one.html", "index-2.html"],
            cards.Select(c => c.QuerySelector(".read a")!.GetAttribute("href"))
        );
        Assert.All(
            cards,
            c =>
                Assert.True(
                    File.Exists($"{_folder.Path}/site/{c.QuerySelector("a")!.GetAttribute("href")}")
                )
        );
    }

    [Fact]
    public void Mermaid_diagrams_raw_cells_and_formulas_stay_readable()
    {
        var raw = Prose("as <it> is");
        raw["cell_type"] = "raw";
        var page = Export(
            Code("1"),
            Code(
                "mermaid",
                "graph LR\n A --> B",
                [Shown("text/html", "<script src='https://cdn.example.org/mermaid.js'></script>")]
            ),
            raw,
            Prose("so $a < b$:\n\n$$\n\\frac{1}{n}\n$$")
        );
        Assert.Equal("graph LR\n A --> B", page.QuerySelectorAll(".source pre")[^1].TextContent);
        Assert.Contains(
            "shown as its source",
            page.QuerySelector(".note")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(page.QuerySelectorAll(".output"));
        Assert.Equal("as <it> is", page.QuerySelector(".cell.raw")!.TextContent);
        Assert.Equal(
            ["a < b", "\\frac{1}{n}"],
            page.QuerySelectorAll("code.formula, .formula code").Select(f => f.TextContent.Trim())
        );
    }

    [Fact]
    public void The_same_notebooks_give_the_same_bytes()
    {
        Notebook[] notebooks =
        [
            Write(
                _folder,
                "n.ipynb",
                Prose("# T\n\n## A"),
                Code("1", Shown("text/html", XPlotChart))
            ),
        ];
        SiteExporter.Write(notebooks, _folder.Path + "/site");
        SiteExporter.Write([Notebook.Load(notebooks[0].Path)], _folder.Path + "/again/and/again");
        foreach (var name in new[] { "n.html", "index.html" })
            Assert.Equal(
                File.ReadAllBytes($"{_folder.Path}/site/{name}"),
                File.ReadAllBytes($"{_folder.Path}/again/and/again/{name}")
            );
    }

    [Fact]
    public void A_folder_that_cannot_be_written_gives_one_clear_line()
    {
        var file = _folder.Write("taken", "");
        var error = Assert.Throws<NotebookException>(() =>
            SiteExporter.Write([Write(_folder, "n.ipynb", Prose("x"))], file)
        );
        Assert.StartsWith(
            Path.Combine(file, "n.html") + ": cannot be written (",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private IHtmlDocument Export(params JsonObject[] cells)
    {
        SiteExporter.Write([Write(_folder, "n.ipynb", cells)], _folder.Path + "/site");
        return Parse("n.html");
    }

    private IHtmlDocument Parse(string page) =>
        new HtmlParser().ParseDocument(File.ReadAllText($"{_folder.Path}/site/{page}"));
}

using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Documents.Dib;

namespace Multiprocessing.Lab.Tests.Documents.Dib;

public class DibReaderSpecs
{
    [Fact]
    public void Lines_that_name_a_language_begin_cells()
    {
        var document = Read(
            """
            #!meta

            {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"}]}}

            #!markdown

            # Title

            Text.

            #!csharp

            var x = 1;

            x + 1

            #!html

            <b>bold</b>
            """
        );
        Assert.Equal(
            [
                new("markdown", "# Title\n\nText."),
                new("csharp", "var x = 1;\n\nx + 1"),
                new("html", "<b>bold</b>"),
            ],
            document.Cells
        );
    }

    [Theory]
    [InlineData("c#", "csharp")]
    [InlineData("C#", "csharp")]
    [InlineData("f#", "fsharp")]
    [InlineData("powershell", "pwsh")]
    [InlineData("js", "javascript")]
    [InlineData("md", "markdown")]
    public void A_language_has_other_names(string alias, string language) =>
        Assert.Equal([new(language, "text")], Read($"#!{alias}\ntext").Cells);

    [Fact]
    public void A_language_of_the_documents_own_is_known_from_its_meta_block()
    {
        const string Cells = "#!db\nselect 1\n#!tables\nselect 2\n#!other\n";
        Assert.Equal(
            [new("csharp", "#!db\nselect 1\n#!tables\nselect 2\n#!other")],
            Read(Cells).Cells
        );
        Assert.Equal(
            [new("sql-Db", "select 1"), new("sql-Db", "select 2\n#!other")],
            Read(
                "#!meta\n{\"kernelInfo\": {\"items\": [\n{\"name\": \"sql-Db\", \"aliases\": [\"db\", \"tables\"]}]}}\n"
                    + Cells
            ).Cells
        );
    }

    [Fact]
    public void What_stands_before_the_first_such_line_is_in_the_default_language()
    {
        Assert.Equal([new("csharp", "1 + 1")], Read("\n1 + 1\n").Cells);
        Assert.Equal(
            [new("html", "<i/>")],
            Read("#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"html\"}}\n#!html\n<i/>").Cells
        );
    }

    [Fact]
    public void Magics_stay_in_their_cells() =>
        Assert.Equal(
            [
                new("csharp", "#!time\n#!share --from javascript x\n#!html in words"),
                new("csharp", "#!who"),
            ],
            Read(
                "#!csharp\n#!time\n#!share --from javascript x\n#!html in words\n\n#!csharp\n#!who\n"
            ).Cells
        );

    [Fact]
    public void Empty_cells_and_the_empty_lines_around_cells_are_none_of_the_text() =>
        Assert.Equal(
            [new("csharp", "  a\n\n\nb  "), new("csharp", " ")],
            Read("\n\n#!csharp\n\n\n  a\n\n\nb  \n\n\n#!html\n\n#!csharp\n \n\n#!fsharp").Cells
        );

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("#!meta")]
    [InlineData("#!csharp\n\n#!html")]
    public void A_file_without_text_has_no_cells(string text) => Assert.Empty(Read(text).Cells);

    [Fact]
    public void Carriage_returns_and_a_byte_order_mark_make_no_difference() =>
        Assert.Equal(
            [new("csharp", "a\nb"), new("html", "c")],
            Read(
                "\uFEFF#!meta\r\n\r\n{}\r\n\r\n#!csharp\r\n\r\na\r\nb\r\n\r\n#!html\r\nc\r\n"
            ).Cells
        );

    [Theory]
    [InlineData("#!meta\n\n{\"kernelInfo\":\n{\n\n#!csharp\n1", "line 6")]
    [InlineData("#!meta\n[1]\n", "line 2")]
    [InlineData("\n#!meta\nvar x = 1;\n", "line 3")]
    public void A_damaged_meta_block_is_named_with_its_line(string text, string line)
    {
        var e = Assert.Throws<NotebookException>(() => Read(text));
        Assert.StartsWith("my.dib: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(line, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("#!meta\n{\"kernelInfo\": 5}\n#!csharp\n1")]
    [InlineData(
        "#!meta\n{\"kernelInfo\": {\"items\": {\"name\": 1}, \"defaultKernelName\": 7}}\n#!cs\n1"
    )]
    [InlineData(
        "#!meta\n{\"kernelInfo\": {\"items\": [1, null, {\"name\": 3, \"aliases\": \"x\"}]}}\n#!csharp\n1"
    )]
    public void A_meta_block_of_another_make_is_no_obstacle(string text)
    {
        var document = Read(text);
        Assert.Equal([new("csharp", "1")], document.Cells);
        Assert.NotEmpty(DibConversion.ToIpynb(document));
    }

    private static DibDocument Read(string text) => DibReader.Read("my.dib", text);
}

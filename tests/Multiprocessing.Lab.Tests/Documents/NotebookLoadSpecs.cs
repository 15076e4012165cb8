using System.Text;
using Multiprocessing.Lab.Documents;
using Xunit;

namespace Multiprocessing.Lab.Tests.Documents;

public sealed class NotebookLoadSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_notebook_gives_its_title_cells_and_outputs()
    {
        var notebook = Notebook.Load(_folder.Write("n.ipynb", AwkwardNotebooks.Jupyter));
        Assert.Equal("Größe matters", notebook.Title);
        Assert.Equal(
            [CellKind.Markdown, CellKind.Code, CellKind.Code],
            notebook.Cells.Select(c => c.Kind)
        );
        Assert.Equal("iVBORw0KGgo=", notebook.Cells[0].Attachments["dot.png"]["image/png"]);
        var cell = notebook.Cells[1];
        Assert.Equal(("b2", "csharp", 7), (cell.Id, cell.Language, cell.ExecutionCount));
        Assert.Equal("Console.WriteLine(\"one\\ntwo\");\n1 + 2", cell.Source);
        Assert.Equal(new StreamOutput("stdout", "one\ntwo\n"), cell.Outputs[0]);
        Assert.Equal("3", Assert.IsType<ResultOutput>(cell.Outputs[1]).Data["text/plain"]);
    }

    [Fact]
    public void Without_a_heading_the_files_name_is_the_title()
    {
        var path = _folder.Write(
            "my-notes.ipynb",
            Minimal(
                "{}",
                """{"cell_type":"markdown","metadata":{},"source":"```\n# no heading\n```"}"""
            )
        );
        Assert.Equal("my-notes", Notebook.Load(path).Title);
    }

    [Theory]
    [InlineData(
        """{"kernelspec":{"name":".net-csharp","language":"C#","display_name":".NET (C#)"}}"""
    )]
    [InlineData("""{"kernelspec":{"name":"my-own-csharp","language":"c#"}}""")]
    [InlineData("""{"kernelspec":{"name":"csharp","display_name":"C# 14"}}""")]
    [InlineData("""{"language_info":{"name":"C#"}}""")]
    [InlineData("""{"language_info":{"name":"polyglot-notebook"}}""")]
    [InlineData("""{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp"}}}""")]
    [InlineData("{}")]
    public void CSharp_notebooks_of_every_host_load(string metadata)
    {
        var path = _folder.Write("n.ipynb", Minimal(metadata, Code("{}")));
        Assert.Equal("csharp", Notebook.Load(path).Cells[0].Language);
    }

    [Fact]
    public void A_polyglot_notebook_with_some_FSharp_loads()
    {
        var cells =
            Code("""{"polyglot_notebook":{"kernelName":"fsharp"}}""")
            + ","
            + Code("""{"dotnet_interactive":{"language":"csharp"}}""")
            + ","
            + Code("""{"dotnet_interactive":{"language":"mermaid"}}""");
        var notebook = Notebook.Load(
            _folder.Write(
                "n.ipynb",
                Minimal("""{"kernelspec":{"name":".net-fsharp","language":"F#"}}""", cells)
            )
        );
        Assert.Equal(["fsharp", "csharp", "mermaid"], notebook.Cells.Select(c => c.Language));
    }

    [Theory]
    [InlineData("""{"kernelspec":{"name":"python3","language":"python"}}""", "{}", "Python")]
    [InlineData("""{"kernelspec":{"name":"python3","display_name":"Python 3"}}""", "{}", "Python")]
    [InlineData("""{"language_info":{"name":"julia"}}""", "{}", "Julia")]
    [InlineData("""{"kernelspec":{"name":".net-fsharp","language":"F#"}}""", "{}", "F#")]
    [InlineData(
        """{"kernelspec":{"name":".net-csharp","language":"C#"}}""",
        """{"polyglot_notebook":{"kernelName":"fsharp"}}""",
        "F#"
    )]
    public void A_notebook_in_another_language_names_the_language(
        string metadata,
        string cellMetadata,
        string language
    )
    {
        var message = MessageFor(Minimal(metadata, Code(cellMetadata)));
        Assert.StartsWith(
            $"is a {language} notebook, and only C# notebooks run here. ",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "is empty; it was probably never written to its end. Restore it")]
    [InlineData(" \n", "is empty; it was probably never written to its end. Restore it")]
    [InlineData("# Hello", "is not JSON, so not a notebook (line 1, byte 1). Restore it")]
    [InlineData(
        "{\"cells\": [\n<<<<<<< HEAD\n",
        "is not JSON, so not a notebook (line 2, byte 1). Restore it"
    )]
    [InlineData(
        "{\"cells\": [] extra}",
        "is not JSON, so not a notebook (line 1, byte 14). Restore it"
    )]
    [InlineData(
        "{\"cells\": [\n{\"cell_type\": \"co",
        "is half-written; it stops in the middle, at line 2. Restore it"
    )]
    [InlineData(
        "[1, 2]",
        "is JSON but not a notebook: it has no \"nbformat\" number. Name an .ipynb file."
    )]
    [InlineData(
        "{\"name\": \"x\"}",
        "is JSON but not a notebook: it has no \"nbformat\" number. Name an .ipynb file."
    )]
    [InlineData(
        "{\"nbformat\": 5, \"cells\": []}",
        "is in notebook format 5, newer than format 4, the newest known here. Save it as format 4"
    )]
    [InlineData(
        "{\"nbformat\": 3, \"worksheets\": []}",
        "is in the old notebook format 3. Convert it to format 4: jupyter nbconvert"
    )]
    [InlineData(
        "{\"nbformat\": 4}",
        "is not a complete notebook: it has no list of \"cells\". Restore it"
    )]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [7]}",
        "cell 1 is damaged: its \"cell_type\" is missing"
    )]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\"}]}",
        "cell 1 is damaged: its \"cell_type\" is \"heading\""
    )]
    [InlineData(
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 3}]}",
        "cell 1 is damaged: its \"source\" is neither"
    )]
    public void A_damaged_file_gives_one_clear_line_with_the_remedy(string text, string message) =>
        Assert.StartsWith(message, MessageFor(text), StringComparison.Ordinal);

    [Fact]
    public void Every_cut_of_a_notebook_is_called_half_written()
    {
        for (var length = 1; length < AwkwardNotebooks.Jupyter.TrimEnd().Length; length += 97)
            Assert.StartsWith(
                "is half-written",
                MessageFor(AwkwardNotebooks.Jupyter[..length]),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Text_in_another_encoding_gives_one_clear_line()
    {
        var path = _folder.Write("n.ipynb", Encoding.Unicode.GetBytes(AwkwardNotebooks.Jupyter));
        var latin = _folder.Write("l.ipynb", Encoding.Latin1.GetBytes(AwkwardNotebooks.Jupyter));
        Assert.Contains(
            "not a notebook",
            Assert.Throws<NotebookException>(() => Notebook.Load(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is not UTF-8 text",
            Assert.Throws<NotebookException>(() => Notebook.Load(latin)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_file_and_a_folder_give_one_clear_line()
    {
        var missing = Assert.Throws<NotebookException>(() => Notebook.Load("nowhere/x.ipynb"));
        Assert.Equal(
            "nowhere/x.ipynb: no such file. Check the path and the folder it is meant from.",
            missing.Message
        );
        var folder = Assert.Throws<NotebookException>(() => Notebook.Load(_folder.Path));
        Assert.Equal(
            $"{_folder.Path}: is a folder, not a notebook. Name an .ipynb file inside it.",
            folder.Message
        );
    }

    private string MessageFor(string text)
    {
        var path = _folder.Write("n.ipynb", text);
        var message = Assert.Throws<NotebookException>(() => Notebook.Load(path)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message[(path.Length + 2)..];
    }

    private static string Minimal(string metadata, string cells) =>
        $$"""{"cells":[{{cells}}],"metadata":{{metadata}},"nbformat":4,"nbformat_minor":5}""";

    private static string Code(string metadata) =>
        $$"""{"cell_type":"code","metadata":{{metadata}},"source":"1","outputs":[],"execution_count":null}""";
}

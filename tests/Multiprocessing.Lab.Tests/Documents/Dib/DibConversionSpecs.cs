using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Documents.Dib;

namespace Multiprocessing.Lab.Tests.Documents.Dib;

public sealed class DibConversionSpecs : IDisposable
{
    /// <summary>Lines as cells have them, and lines that could be taken for the format's own.</summary>
    private static readonly Gen<string> s_line = Gen.Frequency(
        (
            5,
            OneOf(
                "",
                " ",
                "#!csharp",
                "#!csharp ",
                "#!html   ",
                "#!C#",
                "#!md",
                "#!meta",
                "#!meta {}",
                "#!sql-Shop",
                "#! csharp",
                " #!csharp",
                "#!",
                "#!time",
                "#!csharp\t",
                "#!value --name x",
                "{\"kernelInfo\": 1}",
                "\uFEFF#!csharp",
                "var größe = \"\\n\"; // 🌍"
            )
        ),
        (
            2,
            Gen.String.Select(text =>
                text.Replace("\n", "", StringComparison.Ordinal)
                    .Replace("\r", "", StringComparison.Ordinal)
            )
        )
    );

    private static readonly Gen<DibCell> s_cell = Gen.Select(
        OneOf(
            "csharp",
            "markdown",
            "html",
            "javascript",
            "mermaid",
            "fsharp",
            "raw",
            "sql-Shop",
            "value"
        ),
        s_line.List[1, 6],
        (language, lines) => new DibCell(language, Well(string.Join('\n', lines)))
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_and_back_keeps_every_cells_language_and_text() =>
        s_cell
            .Where(cell => cell.Source.Length > 0 && cell.Source.Trim('\n') == cell.Source)
            .List[0, 8]
            .Sample(
                cells =>
                {
                    // A notebook of ours has C# in it.
                    List<DibCell> all = [new("csharp", "1"), .. cells];
                    var first = Load(DibConversion.ToIpynb(new([], all)));
                    var text = DibWriter.Write(DibConversion.ToDib(first));
                    var second = Load(DibConversion.ToIpynb(DibReader.Read("x.dib", text)));
                    Assert.Equal(all, Cells(second));
                    Assert.Equal(first.Cells.Select(c => c.Kind), second.Cells.Select(c => c.Kind));
                    Assert.Equal(first.ToBytes(), second.ToBytes());
                    Assert.Equal(text, DibWriter.Write(DibConversion.ToDib(second)));
                },
                iter: 500
            );

    [Fact]
    public void Any_text_at_all_is_a_dib_that_reads_the_same_once_written() =>
        s_line
            .List[0, 12]
            .Select(lines => "#!csharp\n1\n" + Well(string.Join('\n', lines)))
            .Sample(
                text =>
                {
                    var document = DibReader.Read("x.dib", text);
                    var written = DibWriter.Write(document);
                    Assert.Equal(document.Cells, DibReader.Read("x.dib", written).Cells);
                    Assert.Equal(written, DibWriter.Write(DibReader.Read("x.dib", written)));
                },
                iter: 500
            );

    [Fact]
    public void The_notebook_has_the_metadata_that_hosts_look_for()
    {
        var json = JsonNode
            .Parse(
                DibConversion.ToIpynb(
                    DibReader.Read("x.dib", "#!markdown\n# T\n#!html\n<i/>\n#!csharp\n1\n2")
                )
            )!
            .AsObject();
        Assert.Equal(4, (int)json["nbformat"]!);
        Assert.Equal(5, (int)json["nbformat_minor"]!);
        var metadata = json["metadata"]!;
        Assert.Equal(".net-csharp", (string)metadata["kernelspec"]!["name"]!);
        Assert.Equal("C#", (string)metadata["kernelspec"]!["language"]!);
        Assert.Equal(".NET (C#)", (string)metadata["kernelspec"]!["display_name"]!);
        Assert.Equal("polyglot-notebook", (string)metadata["language_info"]!["name"]!);
        var kernels = metadata["polyglot_notebook"]!["kernelInfo"]!;
        Assert.Equal("csharp", (string)kernels["defaultKernelName"]!);
        Assert.Equal(
            ["csharp", "html"],
            kernels["items"]!.AsArray().Select(i => (string)i!["name"]!)
        );
        var cells = json["cells"]!.AsArray();
        Assert.Equal(["markdown", "code", "code"], cells.Select(c => (string)c!["cell_type"]!));
        Assert.All(cells, cell => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", (string)cell!["id"]!));
        Assert.Equal("html", (string)cells[1]!["metadata"]!["polyglot_notebook"]!["kernelName"]!);
        Assert.Equal("html", (string)cells[1]!["metadata"]!["dotnet_interactive"]!["language"]!);
        Assert.Equal(["1\n", "2"], cells[2]!["source"]!.AsArray().Select(line => (string)line!));
        Assert.Null(cells[2]!["execution_count"]);
        Assert.Empty(cells[2]!["outputs"]!.AsArray());
        Assert.False(cells[0]!.AsObject().ContainsKey("outputs"));
    }

    [Fact]
    public void Ids_are_each_cells_own_and_do_not_change_with_other_cells()
    {
        var ids = Ids("#!csharp\n1\n#!csharp\n2\n#!csharp\n1\n#!markdown\n1");
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids, Ids("#!csharp\n1\n#!csharp\n2\n#!csharp\n1\n#!markdown\n1"));
        Assert.Equal(ids[1], Ids("#!html\nnew\n#!csharp\n2")[1]);
    }

    [Fact]
    public void What_a_notebook_says_of_itself_travels_in_the_meta_block()
    {
        var json = NotebookFile.Json("1", "select 1");
        json["cells"]![1]!["metadata"]!["polyglot_notebook"]!["kernelName"] = "sql-Shop";
        json["metadata"]!["authors"] = new JsonArray(new JsonObject { ["name"] = "Åsa" });
        var there = DibConversion.ToDib(Load(Encoding.UTF8.GetBytes(json.ToJsonString())));
        Assert.Contains(
            "\"authors\":[{\"name\":\"Åsa\"}]",
            DibWriter.Write(there),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("kernelspec", DibWriter.Write(there), StringComparison.Ordinal);
        var back = JsonNode.Parse(DibConversion.ToIpynb(there))!["metadata"]!;
        Assert.Equal("Åsa", (string)back["authors"]![0]!["name"]!);
        Assert.Equal(
            "sql-Shop",
            (string)back["polyglot_notebook"]!["kernelInfo"]!["items"]![1]!["name"]!
        );
    }

    [Fact]
    public void What_a_dib_cannot_hold_is_named()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var loss = DibLoss.Describe(Notebook.Load(path));
        Assert.Equal(
            $"{path}: 2 outputs, 1 execution count, 3 cell ids, 1 attachment and 1 empty cell are not in the .dib, which cannot hold them.",
            loss
        );

        var json = NotebookFile.Json("\n1\n", "a\r\nb", "\n", "c");
        foreach (var cell in json["cells"]!.AsArray())
            cell!.AsObject().Remove("id");
        json["cells"]![3]!["metadata"]!["tags"] = new JsonArray("x");
        path = _folder.Write("m.ipynb", json.ToJsonString());
        Assert.Equal(
            $"{path}: 1 cell's other metadata, 1 empty cell, 1 cell's empty lines at its ends and 1 cell's carriage returns are not in the .dib, which cannot hold them.",
            DibLoss.Describe(Notebook.Load(path))
        );

        json = NotebookFile.Json("1");
        json["cells"]![0]!.AsObject().Remove("id");
        Assert.Null(DibLoss.Describe(Load(Encoding.UTF8.GetBytes(json.ToJsonString()))));
    }

    [Fact]
    public void A_notebook_that_says_one_thing_twice_is_refused_in_one_line()
    {
        var text = NotebookFile.Json("1").ToJsonString();
        text = text.Replace(
            "\"nbformat\":4",
            "\"metadata\":{},\"nbformat\":4",
            StringComparison.Ordinal
        );
        var notebook = Load(Encoding.UTF8.GetBytes(text));
        var e = Assert.Throws<NotebookException>(() => DibConversion.ToDib(notebook));
        Assert.StartsWith(notebook.Path, e.Message, StringComparison.Ordinal);
    }

    private static Gen<string> OneOf(params string[] texts) =>
        Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private string[] Ids(string text) =>
        [.. Load(DibConversion.ToIpynb(DibReader.Read("x.dib", text))).Cells.Select(c => c.Id!)];

    private Notebook Load(byte[] ipynb) =>
        Notebook.Load(_folder.Write($"{Guid.NewGuid():N}.ipynb", ipynb));

    private static IEnumerable<DibCell> Cells(Notebook notebook) =>
        notebook.Cells.Select(cell => new DibCell(cell.Language, cell.Source));

    /// <summary>The text without halves of characters, which no file can hold.</summary>
    private static string Well(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

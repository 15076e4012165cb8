using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Multiprocessing.Lab.Documents;
using Xunit;

namespace Multiprocessing.Lab.Tests.Documents;

public sealed class NotebookSaveSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static bool OnWindows => OperatingSystem.IsWindows();

    /// <summary>Those whose cells have both members already.</summary>
    public static TheoryData<string> Complete =>
        [.. AwkwardNotebooks.All.Keys.Except(["missing members", "one line with blanks"])];

    public static TheoryData<string> WithCode =>
        [.. AwkwardNotebooks.All.Keys.Except(["no cells"])];

    public static TheoryData<string> Names => [.. AwkwardNotebooks.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_that_did_not_run_is_saved_byte_for_byte(string name)
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.All[name]);
        Notebook.Load(path).Save(path);
        Assert.Equal(AwkwardNotebooks.All[name], File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(Complete))]
    public void Recording_what_is_there_already_changes_no_byte(string name)
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.All[name]);
        var notebook = Notebook.Load(path);
        foreach (var cell in CodeCells(notebook))
            cell.Record(cell.ExecutionCount, [.. cell.Outputs]);
        notebook.Save(path);
        Assert.Equal(AwkwardNotebooks.All[name], File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(WithCode))]
    public void Only_outputs_and_execution_counts_of_cells_that_ran_differ(string name)
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.All[name]);
        var saved = _folder.Path + "/saved.ipynb";
        var notebook = Notebook.Load(path);
        var first = CodeCells(notebook).First();
        first.Record(41, Everything);
        notebook.Save(saved);

        var again = Notebook.Load(saved);
        Assert.Equal(41, CodeCells(again).First().ExecutionCount);
        AssertSame(Everything, CodeCells(again).First().Outputs);

        // Putting the stored values back gives the file back, unless it lacked them.
        CodeCells(again).First().Record(first.StoredExecutionCount, first.StoredOutputs);
        again.Save(saved);
        var twice = Notebook.Load(saved);
        Assert.Equal(Skeleton(AwkwardNotebooks.All[name]), Skeleton(File.ReadAllBytes(saved)));
        AssertSame(first.StoredOutputs, CodeCells(twice).First().Outputs);
        if (
            name
            is "jupyter"
                or "byte order mark"
                or "Windows line ends"
                or "tabs"
                or "one line"
                or "three line feeds at the end"
        )
            Assert.Equal(AwkwardNotebooks.All[name], File.ReadAllBytes(saved));
    }

    [Theory]
    [InlineData(506, JsonValueKind.Array)]
    [InlineData(507, JsonValueKind.String)]
    [InlineData(100_000, JsonValueKind.String)]
    public void A_notebook_that_shows_deep_json_can_be_read_again(int depth, JsonValueKind kind)
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var notebook = Notebook.Load(path);
        var json = new string('[', depth) + new string(']', depth);
        CodeCells(notebook)
            .First()
            .Record(
                1,
                [
                    new DisplayOutput(
                        new Dictionary<string, string> { ["application/json"] = json },
                        null
                    ),
                ]
            );
        notebook.Save(path);
        var shown = Assert.IsType<DisplayOutput>(
            Assert.Single(CodeCells(Notebook.Load(path)).First().Outputs)
        );
        using var again = JsonDocument.Parse(
            shown.Data["application/json"],
            new() { MaxDepth = depth }
        );
        Assert.Equal(kind, again.RootElement.ValueKind);
    }

    [Fact]
    public void New_outputs_look_as_Jupyter_writes_them()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var notebook = Notebook.Load(path);
        notebook
            .Cells[2]
            .Record(
                8,
                [
                    new StreamOutput("stderr", "é\n\nb"),
                    new ErrorOutput("E", "bad", ["E: bad", "  at x"]),
                ]
            );
        notebook.Save(path);
        var expected = """
               "execution_count": 8,
               "id": "c3",
               "metadata": {},
               "outputs": [
                {
                 "name": "stderr",
                 "output_type": "stream",
                 "text": [
                  "é\n",
                  "\n",
                  "b"
                 ]
                },
                {
                 "ename": "E",
                 "evalue": "bad",
                 "output_type": "error",
                 "traceback": [
                  "E: bad",
                  "  at x"
                 ]
                }
               ],
               "source": []
            """;
        Assert.Contains(expected, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("# Größe *matters*", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_members_go_before_the_source_in_the_files_own_indentation()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Bare);
        var notebook = Notebook.Load(path);
        notebook.Cells[0].Record(1, [new StreamOutput("stdout", "hi\n")]);
        notebook.Save(path);
        Assert.Equal(
            AwkwardNotebooks.Bare.Replace(
                "      \"source\": \"1\"",
                """
                      "execution_count": 1,
                      "outputs": [
                        {
                          "name": "stdout",
                          "output_type": "stream",
                          "text": [
                            "hi\n"
                          ]
                        }
                      ],
                      "source": "1"
                """,
                StringComparison.Ordinal
            ),
            File.ReadAllText(path)
        );
    }

    [Fact]
    public void A_file_on_one_line_stays_on_one_line()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.SpacedOneLine);
        var notebook = Notebook.Load(path);
        notebook.Cells[0].Record(1, [new StreamOutput("stdout", "hi")]);
        notebook.Save(path);
        Assert.Contains(
            """{}, "execution_count": 1, "outputs": [{"name": "stdout", "output_type": "stream", "text": ["hi"]}], "source": "1"}""",
            File.ReadAllText(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_escapes_goes_on_escaping()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Old);
        var notebook = Notebook.Load(path);
        notebook.Cells[0].Record(2, [new StreamOutput("stdout", "é😀\u001b[0m")]);
        notebook.Save(path);
        Assert.Contains(
            "\"\\u00e9\\ud83d\\ude00\\u001b[0m\"",
            File.ReadAllText(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Json_media_types_are_stored_as_json_and_pictures_as_one_string()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var notebook = Notebook.Load(path);
        notebook.Cells[2].Record(1, Everything);
        notebook.Save(path);
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var data = json
            .RootElement.GetProperty("cells")[2]
            .GetProperty("outputs")[1]
            .GetProperty("data");
        Assert.Equal(
            JsonValueKind.Object,
            data.GetProperty("application/vnd.plotly.v1+json").ValueKind
        );
        Assert.Equal(JsonValueKind.String, data.GetProperty("image/png").ValueKind);
        Assert.Equal(
            ["<b>\n", "</b>"],
            data.GetProperty("text/html").EnumerateArray().Select(l => l.GetString()!)
        );
    }

    [Fact]
    public void A_lone_surrogate_in_an_output_does_not_spoil_the_file()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var notebook = Notebook.Load(path);
        notebook.Cells[2].Record(1, [new StreamOutput("stdout", "a\ud83db")]);
        notebook.Save(path);
        Assert.Equal(
            "a\uFFFDb",
            Assert.IsType<StreamOutput>(Notebook.Load(path).Cells[2].Outputs[0]).Text
        );
    }

    [Fact(Skip = "Unix permissions and links", SkipWhen = nameof(OnWindows))]
    [UnsupportedOSPlatform("windows")]
    public void Saving_keeps_permissions_and_links_and_leaves_nothing_beside()
    {
        var path = _folder.Write("real/n.ipynb", AwkwardNotebooks.Jupyter);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = _folder.Path + "/link.ipynb";
        File.CreateSymbolicLink(link, path);
        var notebook = Notebook.Load(link);
        notebook.Cells[2].Record(3, []);
        notebook.Save(link);
        Assert.Equal(path, File.ResolveLinkTarget(link, false)!.FullName);
        Assert.Equal(3, Notebook.Load(path).Cells[2].ExecutionCount);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(
            ["n.ipynb"],
            Directory.GetFiles(_folder.Path + "/real").Select(Path.GetFileName)
        );
    }

    [Fact]
    public void What_somebody_else_saved_in_the_meantime_is_not_overwritten()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var notebook = Notebook.Load(path);
        notebook.Cells[2].Record(1, []);
        notebook.Save(path);
        notebook.Cells[2].Record(2, []);
        notebook.Save(path);
        Assert.Equal(2, Notebook.Load(path).Cells[2].ExecutionCount);

        _folder.Write("n.ipynb", AwkwardNotebooks.OneLine);
        var error = Assert.Throws<NotebookException>(() => notebook.Save(path));
        Assert.StartsWith(
            $"{path}: was changed by another program",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(AwkwardNotebooks.OneLine, File.ReadAllText(path));
        notebook.Save(path + ".copy");
        Assert.Equal(2, Notebook.Load(path + ".copy").Cells[2].ExecutionCount);
    }

    [Fact]
    public void A_place_that_cannot_be_written_gives_one_clear_line()
    {
        var path = _folder.Write("n.ipynb", AwkwardNotebooks.Jupyter);
        var error = Assert.Throws<NotebookException>(() =>
            Notebook.Load(path).Save(path + "/inside.ipynb")
        );
        Assert.StartsWith(
            path + "/inside.ipynb: cannot be saved (",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', error.Message);
    }

    private static readonly IReadOnlyList<Output> Everything =
    [
        new StreamOutput("stdout", "a\r\nb\u2028c"),
        new DisplayOutput(
            new Dictionary<string, string>
            {
                ["text/html"] = "<b>\n</b>",
                ["image/png"] = "aGk=",
                ["application/vnd.plotly.v1+json"] = """{"b":[1.0,"é"],"a":{}}""",
            },
            "id"
        ),
        new ResultOutput(41, new Dictionary<string, string> { ["text/plain"] = "" }),
        new ErrorOutput("System.Exception", "no \"way\"", ["\u001b[31mline\u001b[0m"]),
    ];

    private static IEnumerable<Cell> CodeCells(Notebook notebook) =>
        notebook.Cells.Where(c => c.Kind == CellKind.Code);

    private static void AssertSame(IEnumerable<Output> expected, IEnumerable<Output> actual) =>
        Assert.Equal(Canonical(expected), Canonical(actual));

    private static string Canonical(IEnumerable<Output> outputs) =>
        JsonStyle.Canonical.Write(OutputJson.ToJson(outputs));

    /// <summary>The file without the first code cell's two values and the blanks around them.</summary>
    private static string Skeleton(byte[] file)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(file).TrimStart('\uFEFF'));
        var kept = json
            .RootElement.GetProperty("cells")
            .EnumerateArray()
            .Select(c =>
                string.Join(
                    ',',
                    c.EnumerateObject()
                        .Where(m => m.Name is not ("outputs" or "execution_count"))
                        .Select(m => m.ToString())
                )
            );
        return string.Join('\n', kept);
    }
}

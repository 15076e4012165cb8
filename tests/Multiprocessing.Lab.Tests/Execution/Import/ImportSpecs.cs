using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution.Import;

public sealed class ImportSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("my helpers.ipynb")]
    [InlineData("my helpers.dib")]
    public async Task A_notebooks_cells_run_and_show_here(string name)
    {
        if (name.EndsWith(".dib", StringComparison.Ordinal))
            _folder.Write(
                name,
                "#!markdown\n# Helpers\n#!csharp\nint Twice(int n) => 2 * n;\n#!html\n<b>h</b>\n#!csharp\n#!time\nTwice(1)"
            );
        else
            NotebookFile.Write(
                _folder,
                name,
                "[markdown]# Helpers",
                "int Twice(int n) => 2 * n;",
                "[html]<b>h</b>",
                "#!time\nTwice(1)"
            );
        var run = await RunAsync($"#!import \"{name}\"\nTwice(4)");
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("8", run.Value(0));
        var shown = run.Outputs[0].OfType<DisplayOutput>().Select(output => output.Data).ToList();
        Assert.Equal("# Helpers", shown[0]["text/markdown"]);
        Assert.Equal("<b>h</b>", shown[1]["text/html"]);
        Assert.Equal("2", shown[2]["text/plain"]);
        Assert.StartsWith("Wall time", shown[3]["text/plain"], StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("sub/tools.cs")]
    [InlineData("sub/tools.csx")]
    public async Task A_file_of_code_runs_here(string name)
    {
        _folder.Write(
            name,
            "using System.IO;\npublic record Tool(string Name);\nstring Where() => Path.GetFileName(\"a/b\");\n"
        );
        var run = await RunAsync($"#!import {name}", "new Tool(Where()).Name");
        Assert.Equal("b", run.Value(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Errors_name_the_file_and_its_line()
    {
        _folder.Write("bad.dib", "#!csharp\nvar fine = 1;\n#!csharp\nvar x = 1;\nint y = nowhere;");
        _folder.Write(
            "throws.dib",
            "#!csharp\nvoid Fail()\n{\n    throw new InvalidOperationException(\"no\");\n}\n#!csharp\nFail();"
        );
        _folder.Write("bad.cs", "class A { }\nclass B : Missing { }");
        _folder.Write("throws.csx", "\nint.Parse(\"x\");");
        _folder.Write("magic.dib", "#!csharp\n1\n#!nonsense");
        var run = await RunAsync(
            "#!import bad.dib",
            "#!import throws.dib",
            "#!import bad.cs",
            "#!import throws.csx",
            "#!import magic.dib"
        );
        Assert.StartsWith(
            "bad.dib, cell 2(2,9): error CS0103",
            run.Error(0).Value,
            StringComparison.Ordinal
        );
        Assert.Equal(
            [
                "System.InvalidOperationException: no",
                "   at Fail() in throws.dib, cell 1, line 3",
                "   at throws.dib, cell 2, line 1",
            ],
            run.Error(1).Traceback
        );
        Assert.StartsWith(
            "bad.cs(2,11): error CS0246",
            run.Error(2).Value,
            StringComparison.Ordinal
        );
        Assert.Equal("   at throws.csx, line 2", run.Error(3).Traceback[^1]);
        Assert.StartsWith(
            "magic.dib, cell 1: line 2: #!nonsense",
            run.Error(4).Value,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Files_that_import_each_other_are_refused_and_imports_in_turn_are_not()
    {
        _folder.Write("a.dib", "#!csharp\n#!import b.dib");
        _folder.Write("b.dib", "#!csharp\n#!import a.dib");
        _folder.Write("c.dib", "#!csharp\nint C = 1;");
        _folder.Write("d.dib", "#!csharp\n#!import c.dib\nint D = C + 1;");
        var run = await RunAsync(
            "#!import a.dib",
            "#!import c.dib\n#!import d.dib\n#!import d.dib\nC + D"
        );
        Assert.Contains(
            "a.dib imports b.dib imports a.dib",
            run.Error(0).Value,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', run.Error(0).Value);
        Assert.Equal("3", run.Value(1));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("#!import", "names no file")]
    [InlineData("#!import missing.cs", "missing.cs: cannot be read")]
    [InlineData("#!import missing.dib", "no such file")]
    [InlineData("#!import data.csv", "only .ipynb, .dib, .cs and .csx")]
    [InlineData("#!import a b.cs", "Put quotes around")]
    [InlineData("#!import space.cs", "space.cs: line 2: declares namespace My.Tools")]
    [InlineData("#!import foreign.dib", "is a F# notebook")]
    public async Task What_cannot_be_imported_is_said_in_one_line(string code, string problem)
    {
        _folder.Write("data.csv", "1");
        _folder.Write("space.cs", "using System;\nnamespace My.Tools;\nclass A { }");
        _folder.Write("foreign.dib", "#!fsharp\nlet x = 1");
        var run = await RunAsync(code);
        Assert.StartsWith("line 1: #!import: ", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Contains(problem, run.Error(0).Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error(0).Value);
    }

    private Task<NotebookRun> RunAsync(params string[] cells) =>
        NotebookRun.InAsync(_folder, new(null, KeepGoing: true), cells);
}

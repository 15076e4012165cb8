using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Tests.Execution;

public class LanguageSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Cells_of_other_languages_show_as_what_they_are()
    {
        var run = await NotebookRun.OfAsync(
            "[markdown]# Title",
            "[html]<b>bold</b>",
            "[javascript]console.log(1)",
            "[mermaid]graph TD; A-->B",
            "1"
        );
        Assert.Equal("# Title", Shown(run, 0, "text/markdown"));
        Assert.Equal("<b>bold</b>", Shown(run, 1, "text/html"));
        Assert.Equal(
            "<script type=\"text/javascript\">console.log(1)</script>",
            Shown(run, 2, "text/html")
        );
        Assert.Equal("graph TD; A-->B", Shown(run, 3, "text/vnd.mermaid"));
        Assert.Equal("1", run.Value(4));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("#!mermaid\ngraph TD; A-->B\n")]
    [InlineData("\"graph TD; A-->B\".DisplayAs(\"text/vnd.mermaid\");")]
    public async Task A_diagram_is_stored_as_what_editors_draw_as_well(string code)
    {
        var run = await NotebookRun.OfAsync(code);
        Assert.Equal("graph TD; A-->B", Shown(run, 0, "text/vnd.mermaid").TrimEnd());
        Assert.Equal("```mermaid\ngraph TD; A-->B\n```", Shown(run, 0, "text/markdown"));
        Assert.Equal("graph TD; A-->B", Shown(run, 0, "text/plain").TrimEnd());
    }

    [Fact]
    public void A_diagram_that_takes_the_place_of_another_and_one_that_is_a_value_are_drawn_too()
    {
        var outputs = new CellOutputs(1);
        outputs.Add(new ValueShown("1", Diagram("graph TD; A")));
        Assert.True(outputs.TryUpdate(new("1", Diagram("graph TD; B"))));
        outputs.Add(new ResultProduced(Diagram("graph TD; C")));
        Assert.Collection(
            outputs.ToList(),
            o => Assert.Contains("; B", Assert.IsType<DisplayOutput>(o).Data["text/markdown"]),
            o => Assert.Contains("; C", Assert.IsType<ResultOutput>(o).Data["text/markdown"])
        );

        static Dictionary<string, string> Diagram(string source) =>
            new() { ["text/vnd.mermaid"] = source };
    }

    [Fact(Timeout = 60_000)]
    public async Task A_diagram_with_a_fence_in_it_stays_whole()
    {
        const string Diagram = "graph TD; A[\"```\"]-->B";
        var run = await NotebookRun.OfAsync($"[mermaid]{Diagram}");
        Assert.Equal($"````mermaid\n{Diagram}\n````", Shown(run, 0, "text/markdown"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_changes_its_language_by_magic()
    {
        var run = await NotebookRun.OfAsync(
            "#!html\n<i>1</i>\n#!csharp\nvar n = 5;\nConsole.WriteLine(n);\n#!markdown\n**done**",
            "[html]#!csharp\nn + 1",
            "#!html\n<i/>\n#!csharp\n\nwrong"
        );
        Assert.Collection(
            run.Outputs[0],
            o => Assert.Equal("<i>1</i>", Assert.IsType<DisplayOutput>(o).Data["text/html"]),
            o => Assert.Equal("5\n", Assert.IsType<StreamOutput>(o).Text),
            o => Assert.Equal("**done**", Assert.IsType<DisplayOutput>(o).Data["text/markdown"])
        );
        Assert.Equal("6", run.Value(1));
        // Lines are the cell's own.
        Assert.StartsWith("(5,1)", run.Error(2).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Magics_tell_the_time_the_variables_and_each_other()
    {
        var run = await NotebookRun.OfAsync(
            "var apples = 3; var pears = \"many\";",
            "#!time\nSystem.Threading.Thread.Sleep(100);",
            "#!who",
            "#!whos",
            "#!lsmagic"
        );
        var time = Shown(run, 1, "text/plain");
        Assert.Matches(@"^Wall time: \d+\.\dms$", time);
        Assert.True(
            double.Parse(time[11..^2], System.Globalization.CultureInfo.InvariantCulture) >= 100
        );
        Assert.Equal("apples\npears\n", run.Text(2));
        var table = Shown(run, 3, "text/html");
        foreach (var part in (string[])["apples", "Int32", "3", "pears", "String", "many"])
            Assert.Contains(part, table, StringComparison.Ordinal);
        Assert.Contains("#!time", run.Text(4), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("#!about", "mplab --version")]
    [InlineData("#!connect mssql", "NuGet package")]
    [InlineData("#!fsharp\nlet x = 1", "cells run in C#")]
    [InlineData("#!nonsense", "#!lsmagic")]
    public async Task A_magic_that_is_not_known_says_what_to_do_instead(string code, string remedy)
    {
        var run = await NotebookRun.OfAsync(code);
        Assert.False(run.Succeeded);
        var name = code.Split(' ', '\n')[0];
        Assert.StartsWith(
            $"line 1: {name} is not known here",
            run.Error(0).Value,
            StringComparison.Ordinal
        );
        Assert.Contains(remedy, run.Error(0).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_in_a_language_that_does_not_run_says_so()
    {
        var run = await NotebookRun.OfAsync("1", "[fsharp]let x = 1");
        Assert.Contains("\"fsharp\" cannot run here", run.Error(1).Value, StringComparison.Ordinal);
    }

    private static string Shown(NotebookRun run, int cell, string mimeType) =>
        run.Outputs[cell].OfType<DisplayOutput>().Single().Data[mimeType];
}

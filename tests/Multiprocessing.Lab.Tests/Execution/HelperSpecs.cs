using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>What every cell can call without a <c>using</c>, whatever the cells before it have loaded.</summary>
public class HelperSpecs
{
    private const string Helpers = """
        display(1);
        2.Display();
        display("<i>3</i>", "text/html");
        "4".DisplayAs("text/markdown");
        new[] { new { A = 5 } }.DisplayTable();
        display(HTML("<b>6</b>"));
        clear_output(wait: true);
        display(7);
        """;

    [Theory(Timeout = 60_000)]
    [InlineData("XPlot.Plotly.dll")]
    [InlineData("Multiprocessing.dll")]
    public async Task They_are_there_after_a_later_cell_loads_an_assembly(string assembly)
    {
        var path = Path.Combine(Repository.Root, "artifacts", "notebook", assembly);
        var run = await NotebookRun.OfAsync(
            "var before = 1;",
            Helpers,
            $"#r \"{path}\"",
            Helpers,
            "display(before + 1)",
            $"#r \"{path}\"\n{Helpers}"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        foreach (var cell in new[] { 1, 3, 5 })
            Assert.Equal("7", Shown(run, cell).Single()["text/plain"]);
        Assert.Equal("2", Shown(run, 4).Single()["text/plain"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("using static Microsoft.DotNet.Interactive.Kernel;")]
    [InlineData("using Microsoft.DotNet.Interactive;")]
    [InlineData("using Microsoft.DotNet.Interactive.Formatting;")]
    [InlineData("using Multiprocessing.Lab;")]
    public async Task They_are_there_beside_what_a_cell_imports(string import)
    {
        var run = await NotebookRun.OfAsync(
            $"{import}\n{Helpers}\nDisplayedValue shown = display(8);",
            Helpers
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_display_returns_updates_and_does_not_show_a_second_time()
    {
        var run = await NotebookRun.OfAsync(
            "DisplayedValue shown = display(\"one\");\nshown.Update(\"two\");",
            "display(\"last line\")",
            "\"by extension\".Display()",
            "\"as Markdown\".DisplayAs(\"text/markdown\")",
            "using Microsoft.DotNet.Interactive;\nKernelInvocationContext.Current.Display(\"by the context\")",
            "shown.Update(\"three\"); shown"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("three", Shown(run, 0).Single()["text/plain"]);
        foreach (var cell in new[] { 1, 2, 3, 4 })
            Assert.Single(run.Outputs[cell]);
        Assert.Empty(run.Outputs[5]);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_displays_is_printed_as_text()
    {
        var path = Path.Combine(Repository.Root, "artifacts", "notebook", "Multiprocessing.dll");
        var run = await NotebookRun.OfAsync(
            $"#r \"{path}\"\nusing Multiprocessing;",
            "using (var pool = new ProcessPool(1)) pool.Run(() => { display(7).Update(8); new[] { 1, 2 }.Display(); return 0; });"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("7\n8\n[ 1, 2 ]\n", run.Text(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Charts_and_JSON_show_after_the_formatters_were_reset()
    {
        var xplot = Path.Combine(Repository.Root, "artifacts", "notebook", "XPlot.Plotly.dll");
        var run = await NotebookRun.OfAsync(
            $"#r \"{xplot}\"\nusing XPlot.Plotly;\nvar chart = Chart.Line(new[] {{ 1, 2 }});\nchart",
            "using Microsoft.DotNet.Interactive.Formatting;\nFormatter.ResetToDefault();",
            "chart"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Contains("Plotly.newPlot", Result(run, 2)["text/html"], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_value_shows_in_the_media_type_that_was_asked_for_alone()
    {
        var run = await NotebookRun.OfAsync("display(42, \"text/html\");\ndisplay(42);");
        Assert.Equal(["text/html"], Shown(run, 0)[0].Keys);
        Assert.Equal(["text/plain"], Shown(run, 0)[1].Keys);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_was_missing_is_found_once_it_is_there()
    {
        using var folder = new TemporaryFolder();
        var run = await NotebookRun.InAsync(
            folder,
            new(null, KeepGoing: true),
            "#load \"part.csx\"",
            "System.IO.Directory.CreateDirectory(\"sub\"); System.IO.File.WriteAllText(\"part.csx\", \"int Part = 5;\"); System.IO.File.WriteAllText(\"sub/outer.csx\", \"#load \\\"part.csx\\\"\");",
            "#load \"part.csx\"\nPart",
            "#load \"sub/outer.csx\"\nPart + 1"
        );
        Assert.Contains("part.csx", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Equal("5", run.Value(2));
        Assert.Equal("6", run.Value(3));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_task_updates_after_its_cell_still_shows()
    {
        var run = await NotebookRun.OfAsync(
            "var shown = display(\"waiting\");\nvar late = Task.Run(async () => { await Task.Delay(300); shown.Update(\"done\"); display(\"more\"); });",
            "await late;"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(["done", "more"], Shown(run, 0).Select(data => data["text/plain"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task JSON_values_show_as_JSON()
    {
        using var folder = new TemporaryFolder();
        var newtonsoft = Path.Combine(
            Repository.Root,
            "artifacts",
            "notebook",
            "Newtonsoft.Json.dll"
        );
        var run = await NotebookRun.InAsync(
            folder,
            new(null, false),
            $"#r \"{newtonsoft}\"\nusing Newtonsoft.Json.Linq;\nJObject.Parse(\"{{\\\"a\\\": [1, null]}}\")",
            "JArray.Parse(\"[1, {\\\"b\\\": 2}]\")",
            "display(new JValue(3));\nnew { Inner = JObject.Parse(\"{\\\"c\\\": 4}\") }",
            "System.Text.Json.JsonDocument.Parse(\"{\\\"d\\\": 5}\").RootElement"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Contains("\"a\": [", run.Value(0), StringComparison.Ordinal);
        Assert.Contains("\"b\": 2", run.Value(1), StringComparison.Ordinal);
        Assert.Contains("\"b\": 2", Result(run, 1)["application/json"], StringComparison.Ordinal);
        Assert.Equal("3", Shown(run, 2).Single()["text/plain"]);
        Assert.Contains("4", Result(run, 2)["text/html"], StringComparison.Ordinal);
        Assert.Contains("5", Result(run, 3)["text/html"], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_one_formatter_of_a_type_throws_another_one_shows()
    {
        var run = await NotebookRun.OfAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            class Box { }
            Formatter.Register<Box>((box, writer) => throw new InvalidOperationException("no html"), "text/html");
            Formatter.Register<Box>(box => "a box", "text/plain");
            """,
            "new Box()",
            "display(new Box());\nConsole.WriteLine(\"on\");"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("a box", run.Value(1));
        Assert.Equal("a box", Shown(run, 2).Single()["text/plain"]);
        Assert.Equal("on\n", run.Text(2));
    }

    private static List<IReadOnlyDictionary<string, string>> Shown(NotebookRun run, int cell) =>
        [.. run.Outputs[cell].OfType<DisplayOutput>().Select(output => output.Data)];

    private static IReadOnlyDictionary<string, string> Result(NotebookRun run, int cell) =>
        run.Outputs[cell].OfType<ResultOutput>().Single().Data;
}

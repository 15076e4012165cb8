using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Execution;

namespace Multiprocessing.Lab.Tests.Polyglot;

/// <summary>Cells in the manner of notebooks that others wrote for .NET Interactive.</summary>
public class PolyglotNotebookSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_type_gets_formatters_of_its_own()
    {
        var run = await NotebookRun.OfAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            record City(string Name, double Temperature);
            Formatter.Register<City>(city => $"<b>{city.Name}</b>: {city.Temperature:0}", "text/html");
            Formatter.Register(typeof(Uri), (value, writer) => writer.Write("a link"), "text/plain");
            Formatter.SetPreferredMimeTypesFor(typeof(Uri), "text/plain");
            Formatter.ListExpansionLimit = 3;
            """,
            "new City(\"Oslo\", 3.25)",
            "new Uri(\"https://x.y\")",
            "Enumerable.Range(0, 100).Select(n => n * n)",
            "Formatter.ResetToDefault();\nEnumerable.Range(0, 100)"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("<b>Oslo</b>: 3", Result(run, 1)["text/html"]);
        Assert.Equal("a link", run.Value(2));
        Assert.DoesNotContain("9801", run.Value(3), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task HTML_is_built_from_tags()
    {
        var run = await NotebookRun.OfAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;
            PocketView Row(string name, int count) => tr(td(b(name)), td(count));
            """,
            "div[@class: \"box\", style: \"color:red\"](h2(\"Fruit\"), table(Row(\"apples & pears\", 3)))",
            "display(span(\"a\", i(\"b\")));\nnew[] { 1, 2 }.Select(n => li(n)).Display();\nimg[src: \"x.png\"]"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.StartsWith(
            "<div class=\"box\" style=\"color:red\"><h2>Fruit</h2><table><tr><td><b>apples &amp; pears</b></td><td>",
            Result(run, 1)["text/html"],
            StringComparison.Ordinal
        );
        Assert.Equal(
            "<span>a<i>b</i></span>",
            run.Outputs[2].OfType<DisplayOutput>().First().Data["text/html"]
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_hosts_own_names_show_values()
    {
        var run = await NotebookRun.OfAsync(
            """
            using Microsoft.DotNet.Interactive;
            KernelInvocationContext.Current?.Display("one", "text/plain");
            Microsoft.DotNet.Interactive.Kernel.HTML("<i>two</i>").Display();
            "three".DisplayAs("text/markdown");
            new[] { (A: 1, B: "x") }.Select(t => new { t.A, t.B }).DisplayTable();
            CSS("b { color: red }");
            Javascript("console.log(1)");
            new { Five = 5 }.Display("text/plain", "application/json");
            display(new LaTeXString("$x^2$"));
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        var shown = run.Outputs[0].OfType<DisplayOutput>().Select(output => output.Data).ToList();
        Assert.Equal("one", shown[0]["text/plain"]);
        Assert.Equal("<i>two</i>", shown[1]["text/html"]);
        Assert.Equal("three", shown[2]["text/markdown"]);
        Assert.Contains("<table", shown[3]["text/html"], StringComparison.Ordinal);
        Assert.Contains("b { color: red }", shown[4]["text/html"], StringComparison.Ordinal);
        Assert.Contains("console.log(1)", shown[5]["text/html"], StringComparison.Ordinal);
        Assert.Equal("{\"Five\":5}", shown[6]["application/json"]);
        Assert.Equal("$x^2$", shown[7]["text/latex"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        "Formatter.ListExpansionLimit = 3;",
        "add: using Microsoft.DotNet.Interactive.Formatting;"
    )]
    [InlineData(
        "div(\"x\")",
        "add: using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;"
    )]
    [InlineData("Kernel.Root", "add: using Microsoft.DotNet.Interactive;")]
    [InlineData(
        "var command = new SubmitCode(\"1\");",
        "add: using Microsoft.DotNet.Interactive.Commands;"
    )]
    [InlineData("display((MathString)\"y\");", "use new LaTeXString")]
    [InlineData("using Microsoft.DotNet.Interactive.FSharp;", "the kernels here are C#")]
    [InlineData("Microsoft.DotNet.Interactive.DisplayedValue value;", "write DisplayedValue alone")]
    [InlineData(
        "using Microsoft.DotNet.Interactive;\nKernelInvocationContext.Current.DisplayStandardOut(\"x\");",
        "use Console.Write"
    )]
    public async Task What_there_is_not_comes_with_a_remedy(string code, string remedy)
    {
        var run = await NotebookRun.OfAsync(code);
        Assert.Equal("CompilationError", run.Error(0).Name);
        Assert.Contains(remedy, run.Error(0).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unknown_name_of_the_users_own_comes_without_one()
    {
        var run = await NotebookRun.OfAsync("int x = Events;");
        Assert.EndsWith("current context", run.Error(0).Value, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, string> Result(NotebookRun run, int cell) =>
        run.Outputs[cell].OfType<ResultOutput>().Single().Data;
}

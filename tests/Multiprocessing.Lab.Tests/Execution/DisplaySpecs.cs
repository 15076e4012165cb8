using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

public class DisplaySpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Values_show_as_html_and_as_text()
    {
        var run = await NotebookRun.OfAsync(
            "new[] { new { Name = \"a<b\", Size = 1 } }",
            "new[] { 1, 2, 3 }",
            "HTML(\"<b>bold</b>\")",
            "(object)null"
        );
        var table = run.Outputs[0].OfType<ResultOutput>().Single();
        Assert.Contains("<table>", table.Data["text/html"], StringComparison.Ordinal);
        Assert.Contains("a&lt;b", table.Data["text/html"], StringComparison.Ordinal);
        Assert.Contains("Name: a<b", table.Data["text/plain"], StringComparison.Ordinal);
        Assert.Equal("[ 1, 2, 3 ]", run.Value(1));
        Assert.Equal(
            "<b>bold</b>",
            run.Outputs[2].OfType<ResultOutput>().Single().Data["text/html"]
        );
        Assert.Empty(run.Outputs[3]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Displayed_values_and_text_keep_their_order()
    {
        var run = await NotebookRun.OfAsync(
            "Console.WriteLine(\"a\"); display(1); Console.WriteLine(\"b\"); 2.Display(); \"<svg/>\".DisplayAs(\"image/svg+xml\"); 3"
        );
        Assert.Collection(
            run.Outputs[0],
            o => Assert.Equal("a\n", Assert.IsType<StreamOutput>(o).Text),
            o => Assert.Equal("1", Assert.IsType<DisplayOutput>(o).Data["text/plain"]),
            o => Assert.Equal("b\n", Assert.IsType<StreamOutput>(o).Text),
            o => Assert.Equal("2", Assert.IsType<DisplayOutput>(o).Data["text/plain"]),
            o => Assert.Equal("<svg/>", Assert.IsType<DisplayOutput>(o).Data["image/svg+xml"]),
            o => Assert.Equal("3", Assert.IsType<ResultOutput>(o).Data["text/plain"])
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_displayed_value_is_updated_where_it_stands_also_from_a_later_cell()
    {
        var run = await NotebookRun.OfAsync(
            "var bar = display(\"0 %\");\nvar other = display(\"still\");\nbar.Update(\"50 %\");",
            "bar.Update(\"100 %\");"
        );
        Assert.Equal(
            ["100 %", "still"],
            run.Outputs[0].OfType<DisplayOutput>().Select(d => d.Data["text/plain"])
        );
        Assert.Empty(run.Outputs[1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_type_brings_its_own_formatters_by_an_attribute_known_by_name()
    {
        var run = await NotebookRun.OfAsync(
            """
            [AttributeUsage(AttributeTargets.Class)]
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class Formatters
            {
                public IEnumerable<object> CreateTypeFormatters() => new object[]
                {
                    new Shape { MimeType = "text/html", Text = "<svg></svg>" },
                    new Shape { MimeType = "text/plain", Text = "a shape" },
                };
            }
            class Shape
            {
                public string MimeType { get; set; }
                public string Text;
                public bool Format(object value, System.IO.TextWriter writer) { writer.Write(Text); return true; }
            }
            [TypeFormatterSource(typeof(Formatters), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
            class Circle { }
            """,
            "new Circle()"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        var data = run.Outputs[1].OfType<ResultOutput>().Single().Data;
        Assert.Equal("<svg></svg>", data["text/html"]);
        Assert.Equal("a shape", data["text/plain"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plain_XPlot_chart_draws_itself_the_same_each_time()
    {
        using var folder = new TemporaryFolder();
        var xplot = Path.Combine(Repository.Root, "artifacts", "notebook", "XPlot.Plotly.dll");
        string[] cells =
        [
            $"#r \"{xplot}\"\nusing XPlot.Plotly;\nvar chart = Chart.Plot(new Scatter {{ x = new[] {{ 1, 2 }}, y = new[] {{ 3, 4 }} }});",
            "display(chart);\nchart",
        ];
        var first = await NotebookRun.InAsync(folder, new(null, false), cells);
        var second = await NotebookRun.InAsync(folder, new(null, false), cells);
        Assert.True(first.Succeeded, string.Join("\n", first.Problems));

        var shown = first.Outputs[1].OfType<DisplayOutput>().Single().Data["text/html"];
        var result = first.Outputs[1].OfType<ResultOutput>().Single().Data["text/html"];
        Assert.Contains("Plotly.newPlot", shown, StringComparison.Ordinal);
        Assert.NotEqual(shown, result); // Two pictures on a page need two ids.
        Assert.Equal(result, second.Outputs[1].OfType<ResultOutput>().Single().Data["text/html"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_value_that_cannot_be_formatted_costs_the_cell_nothing_else()
    {
        var run = await NotebookRun.OfAsync(
            "class Sour { public override string ToString() => throw new InvalidOperationException(\"no\"); }",
            "Console.WriteLine(\"printed\");\nnew Sour()"
        );
        Assert.True(run.Succeeded);
        Assert.Equal("printed\n", run.Text(1));
        Assert.NotNull(run.Value(1));
    }
}

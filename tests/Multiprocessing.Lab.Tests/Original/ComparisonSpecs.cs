using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>That the comparison of two runs sees what is missing, and nothing where only figures differ.</summary>
public class ComparisonSpecs
{
    private static readonly Comparison s_comparison = new(Wording.Lines);

    private const string Chart =
        "<div class=\"mp-chart\" id=\"mp1a\"></div><script>Plotly.newPlot('mp1a', [{\"y\":[1,2]}])</script>";

    private const string Table = "<table><tr><th>Workers</th></tr><tr><td>4 ms</td></tr></table>";

    private const string Picture = "<img alt=\"A\" src=\"data:image/png;base64,AAAA\">";

    [Theory]
    [InlineData("took 12.5 ms\nby 4, 5", "took   3 s\nby 1, 2, 3")]
    [InlineData("one from 812\ntwo from 813", "two from 4711\none from 4710")]
    [InlineData("process 8 did 1\nprocess 9 did 2, 3", "process 77 did 1, 2, 3")]
    [InlineData("a\r\n", "a")]
    [InlineData("process 98 holds 2 kB\nof memory", "process 101 holds 800 B of\nmemory")]
    [InlineData("A busy machine: 2 independent processes got only 1.2 times as much done.", "")]
    [InlineData("✓ 4 workers", "○ 4 workers")]
    public void What_differs_from_run_to_run_is_no_difference(string lab, string original) =>
        Assert.Empty(s_comparison.Differences([Printed(lab)], [Printed(original)]));

    [Theory]
    [InlineData("one\ntwo", "one", "only the Lab has: two")]
    [InlineData("one", "one\ntwo", "only the original has: two")]
    [InlineData("one\none", "one", "only the Lab has: one")]
    [InlineData("took 4 ms", "took ages", "only the original has: took ages")]
    [InlineData("x1", "x2", "only the Lab has: x1")]
    [InlineData("", "one", "only the original has: one")]
    public void A_line_that_is_missing_is_seen(string lab, string original, string expected) =>
        AssertSees(expected, [Printed(lab)], [Printed(original)]);

    [Theory]
    [InlineData(Chart, Table, "div.mp-chart")]
    [InlineData(Chart + Table, Table, "script")]
    [InlineData(Chart + Table, Chart, "table")]
    [InlineData(Picture, "", "img data:image/png;base64")]
    [InlineData(Picture, "<img alt=\"A\" src=\"\">", "img data:image/png;base64")]
    [InlineData("<svg><rect/></svg>", "<svg></svg>", "rect")]
    [InlineData(Table, "<table><tr><th>Name</th></tr><tr><td>4 ms</td></tr></table>", "Workers")]
    [InlineData("<b>one</b>", "<b>two</b>", "one")]
    public void A_chart_a_table_or_a_picture_that_is_missing_is_seen(
        string lab,
        string original,
        string missing
    ) => AssertSees("only the Lab has: " + missing, [Returned(lab)], [Returned(original)]);

    [Fact]
    public void A_value_that_is_missing_or_displayed_instead_of_returned_is_seen()
    {
        AssertSees("values: only the Lab has: returned", [Returned(Table)], []);
        AssertSees("values: only the original has: returned", [], [Returned(Table)]);
        AssertSees(
            "values: only the original has: displayed",
            [Returned(Table)],
            [new DisplayOutput(Html(Table), null)]
        );
    }

    [Fact]
    public void A_media_type_that_is_missing_is_seen_unless_it_is_the_Labs_plain_text()
    {
        var both = new ResultOutput(
            1,
            new Dictionary<string, string>(Html("<b>x</b>")) { ["text/plain"] = "x" }
        );
        var json = new ResultOutput(
            1,
            new Dictionary<string, string>(Html("<b>x</b>")) { ["application/json"] = "{}" }
        );
        Assert.Empty(s_comparison.Differences([both], [Returned("<b>x</b>")]));
        AssertSees("only the original has: text/plain", [Returned("<b>x</b>")], [both]);
        AssertSees("only the Lab has: application/json", [json], [Returned("<b>x</b>")]);
    }

    [Fact]
    public void An_error_is_seen()
    {
        Output error = new ErrorOutput("CommandFailed", "x", []);
        AssertSees("errors: only the original has", [], [error]);
        AssertSees("errors: only the Lab has", [error], []);
    }

    [Fact]
    public void A_null_that_the_original_shows_for_a_cell_without_a_value_is_no_difference() =>
        Assert.Empty(
            s_comparison.Differences(
                [],
                [
                    Returned(
                        "<div class=\"dni-plaintext\"><pre>&lt;null&gt;</pre></div><style>x</style>"
                    ),
                ]
            )
        );

    private static void AssertSees(
        string expected,
        IReadOnlyList<Output> lab,
        IReadOnlyList<Output> original
    ) =>
        Assert.Contains(
            s_comparison.Differences(lab, original),
            difference => difference.Contains(expected, StringComparison.Ordinal)
        );

    private static StreamOutput Printed(string text) => new("stdout", text);

    private static ResultOutput Returned(string html) => new(1, Html(html));

    private static Dictionary<string, string> Html(string html) => new() { ["text/html"] = html };
}

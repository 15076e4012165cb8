using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Charts.Tests;

public partial class TimelineChartSpecs
{
    /// <summary>Two workers: one runs items 0 and 2, the other item 1.</summary>
    private static readonly TimelineEntry[] TwoWorkers =
    [
        Entry(1, processId: 72, started: 11, finished: 40),
        Entry(0, processId: 71, started: 10, finished: 20),
        Entry(2, processId: 71, started: 20, finished: 25),
    ];

    [Fact]
    public void A_timeline_as_a_cells_value_is_html_and_text()
    {
        var chart = new TimelineChart(TwoWorkers);

        Assert.Equal(
            ["text/html", "text/plain"],
            Formatter.GetPreferredMimeTypesFor(typeof(TimelineChart))
        );
        Assert.Equal(chart.ToHtml(), chart.ToDisplayString("text/html"));
        Assert.Equal(chart.ToString(), chart.ToDisplayString("text/plain"));
        Assert.StartsWith($"When each item ran{Environment.NewLine}", chart.ToString());
    }

    [Fact]
    public void Each_worker_has_a_lane_in_the_order_in_which_they_began()
    {
        var axis = LayoutOf(new TimelineChart(TwoWorkers)).GetProperty("yaxis");

        Assert.Equal(
            ["process 71", "process 72"],
            axis.GetProperty("ticktext").EnumerateArray().Select(text => text.GetString())
        );
        Assert.Equal([0, 1], Doubles(axis.GetProperty("tickvals")));
        Assert.Equal([1.5, -0.5], Doubles(axis.GetProperty("range")));
    }

    [Fact]
    public void Each_item_is_a_bar_from_its_start_to_its_end_in_its_workers_lane()
    {
        Assert.Equal(
            [(0, 10, 10), (0, 20, 5), (1, 11, 29)],
            BarsOf(new TimelineChart(TwoWorkers)).Select(bar => (bar.Lane, bar.Start, bar.Length))
        );
    }

    [Fact]
    public void Neighbours_in_a_lane_differ_in_shade()
    {
        var colors = BarsOf(new TimelineChart(TwoWorkers)).Select(bar => bar.Color).ToArray();

        Assert.NotEqual(colors[0], colors[1]);
    }

    [Fact]
    public void A_bar_tells_its_item_its_times_and_its_bytes_under_the_pointer()
    {
        var bar = BarsOf(
                new TimelineChart([new TimelineEntry(17, 71, Ms(1), Ms(10), Ms(30), 8, 2_300_000)])
            )
            .Single();

        Assert.Equal(
            "item 17<br>ran 20 ms<br>from 10 ms to 30 ms<br>queued at 1.00 ms<br>sent 8 B, brought back 2.3 MB",
            bar.Hover
        );
    }

    [Theory]
    [InlineData(1.5, "ms", 1500)]
    [InlineData(90, "s", 90)]
    public void The_axis_is_in_milliseconds_or_seconds_from_the_call_to_the_last_end(
        double seconds,
        string unit,
        double end
    )
    {
        var axis = LayoutOf(new TimelineChart([Entry(0, 71, started: 5, finished: 1000 * seconds)]))
            .GetProperty("xaxis");

        Assert.Equal($"time since the first call, in {unit}", TitleOf(axis));
        Assert.Equal([0, end], Doubles(axis.GetProperty("range")));
    }

    [Fact]
    public void A_process_that_runs_several_items_at_a_time_gets_as_many_lanes()
    {
        var chart = new TimelineChart([
            Entry(0, 71, started: 0, finished: 10),
            Entry(1, 71, started: 5, finished: 15),
            Entry(2, 71, started: 10, finished: 20),
        ]);

        Assert.Equal([(0, 0), (0, 10), (1, 5)], BarsOf(chart).Select(bar => (bar.Lane, bar.Start)));
        Assert.Contains("process 71 (2)", chart.ToHtml());
    }

    [Fact]
    public void Of_a_hundred_thousand_items_those_too_short_to_tell_apart_are_drawn_as_one()
    {
        // One worker runs short items without a pause, the other three long ones beside them.
        var chart = new TimelineChart([
            .. Enumerable.Range(0, 100_000).Select(i => Entry(i, 71, i * 0.01, i * 0.01 + 0.01)),
            .. Enumerable.Range(0, 3).Select(i => Entry(100_000 + i, 72, i * 300, i * 300 + 200)),
        ]);

        var bars = BarsOf(chart);
        Assert.InRange(bars.Count, 1000, 2000);
        Assert.Equal(
            [(0, 200), (300, 200), (600, 200)],
            bars.Where(bar => bar.Lane == 1).Select(bar => (bar.Start, bar.Length))
        );
        // Nothing is left out: each bar begins where the one before it ends.
        var merged = bars.Where(bar => bar.Lane == 0).ToArray();
        Assert.Equal(0, merged[0].Start);
        Assert.Equal(1000, merged[^1].Start + merged[^1].Length, precision: 3);
        Assert.All(
            merged.Zip(merged.Skip(1)),
            pair =>
                Assert.Equal(pair.First.Start + pair.First.Length, pair.Second.Start, precision: 3)
        );
        Assert.Matches("^[0-9]+ items, 0 to [0-9]+<br>ran ", merged[0].Hover);
        Assert.Contains($"drawn as one bar: {bars.Count} bars in all.", chart.ToHtml());
        Assert.InRange(PackedPlotly().Replace(chart.ToHtml(), "").Length, 1, 500_000);
    }

    [Fact]
    public void Items_that_took_no_time_are_drawn_each()
    {
        Assert.Equal(2, BarsOf(new TimelineChart([Entry(0, 71, 1, 1), Entry(1, 71, 1, 1)])).Count);
        Assert.All(
            BarsOf(new TimelineChart([Entry(0, 71, 1, 1), Entry(1, 71, 1, 1)])),
            bar => Assert.True(bar.Length > 0)
        );
    }

    [Fact]
    public void Ten_thousand_items_at_the_same_moment_do_not_keep_a_chart_from_being_drawn()
    {
        Assert.Single(
            BarsOf(new TimelineChart(Enumerable.Range(0, 10_000).Select(i => Entry(i, 71, 1, 1))))
        );
    }

    [Fact]
    public void The_workers_numbers_stand_below_the_picture()
    {
        var chart = new TimelineChart(TwoWorkers);

        Assert.Contains(
            "<tr><th scope=\"row\">process 71</th><td>2</td><td>15 ms</td><td>50.0 %</td><td>7.50 ms</td><td>10 ms</td><td>16 B</td><td>8 B</td></tr>",
            chart.ToHtml()
        );
        const string Summary =
            "3 items on 2 workers in 40 ms, the first begun after 10 ms; from then on the workers were busy 73.3 % of the time.";
        Assert.Contains($"<caption>{Summary}</caption>", chart.ToHtml());
        Assert.EndsWith(Summary, chart.ToString());
    }

    [Fact]
    public void A_timeline_with_nothing_in_it_says_how_to_get_something_in()
    {
        var chart = new TimelineChart(new Timeline());

        Assert.Contains("MapOptions.Timeline", chart.ToHtml());
        Assert.Contains("MapOptions.Timeline", chart.ToString());
    }

    [Fact]
    public void The_same_times_give_the_same_bytes()
    {
        Assert.Equal(
            new TimelineChart(TwoWorkers).ToHtml(),
            new TimelineChart(TwoWorkers.Reverse()).ToHtml()
        );
    }

    [Fact]
    public void A_chart_of_nothing_or_without_a_title_is_refused()
    {
        Assert.Throws<ArgumentNullException>("timeline", () => new TimelineChart((Timeline)null!));
        Assert.Throws<ArgumentNullException>(
            "entries",
            () => new TimelineChart((TimelineEntry[])null!)
        );
        Assert.Throws<ArgumentException>(() => new TimelineChart(TwoWorkers, " "));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_timeline_draws_itself_with_the_network_off()
    {
        var html = await Browser.RenderAsync(
            $"<!doctype html><html><head><meta charset=\"utf-8\"></head><body>{new TimelineChart(TwoWorkers).ToHtml()}</body></html>",
            TestContext.Current.CancellationToken
        );

        Assert.Contains(">When each item ran</text>", html);
        Assert.Contains(">time since the first call, in ms</text>", html);
        Assert.Contains(">process 71</text>", html);
        Assert.Contains(">process 72</text>", html);
        var drawn = DrawnBar().Matches(html).Select(match => match.Groups["path"].Value).ToArray();
        Assert.Equal(3, drawn.Length);
        Assert.DoesNotContain("M0,0Z", drawn); // how plotly draws what it cannot draw
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_thousand_bars_too_narrow_for_a_pixel_are_all_drawn()
    {
        var chart = new TimelineChart(
            Enumerable.Range(0, 2000).Select(i => Entry(i, 71 + i % 2, i * 0.5, i * 0.5 + 0.001))
        );

        var html = await Browser.RenderAsync(
            $"<!doctype html><html><head><meta charset=\"utf-8\"></head><body>{chart.ToHtml()}</body></html>",
            TestContext.Current.CancellationToken
        );

        var drawn = DrawnBar().Matches(html).Select(match => match.Groups["path"].Value).ToArray();
        Assert.Equal(2000, drawn.Length);
        Assert.DoesNotContain("M0,0Z", drawn);
    }

    private static TimelineEntry Entry(long item, int processId, double started, double finished) =>
        new(item, processId, TimeSpan.Zero, Ms(started), Ms(finished), BytesOut: 8, BytesIn: 4);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static List<DrawnItem> BarsOf(TimelineChart chart) =>
        [
            .. FigureOf(chart)
                .GetProperty("data")
                .EnumerateArray()
                .SelectMany(trace =>
                    trace
                        .GetProperty("y")
                        .EnumerateArray()
                        .Select(
                            (lane, index) =>
                                new DrawnItem(
                                    lane.GetInt32(),
                                    trace.GetProperty("base")[index].GetDouble(),
                                    trace.GetProperty("x")[index].GetDouble(),
                                    trace.GetProperty("hovertext")[index].GetString()!,
                                    trace.GetProperty("marker").GetProperty("color").GetString()!
                                )
                        )
                )
                .OrderBy(bar => bar.Lane)
                .ThenBy(bar => bar.Start),
        ];

    private static JsonElement LayoutOf(TimelineChart chart) =>
        FigureOf(chart).GetProperty("layout");

    private static JsonElement FigureOf(TimelineChart chart)
    {
        var html = chart.ToHtml();
        var script = html[html.LastIndexOf("(\"mp-", StringComparison.Ordinal)..];
        var figure = script[script.IndexOf('{', StringComparison.Ordinal)..script.LastIndexOf(')')];
        return JsonDocument.Parse(figure).RootElement;
    }

    private static string? TitleOf(JsonElement element) =>
        element.GetProperty("title").GetProperty("text").GetString();

    private static double[] Doubles(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetDouble())];

    [GeneratedRegex("<g class=\"point\"><path d=\"(?<path>[^\"]*)\"")]
    private static partial Regex DrawnBar();

    [GeneratedRegex(
        "<script type=\"application/x-gzip-base64\" class=\"mp-plotly\">[^<]+</script>"
    )]
    private static partial Regex PackedPlotly();

    private sealed record DrawnItem(
        int Lane,
        double Start,
        double Length,
        string Hover,
        string Color
    );
}

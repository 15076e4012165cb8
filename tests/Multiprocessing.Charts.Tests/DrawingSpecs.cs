using System.Text.RegularExpressions;

namespace Multiprocessing.Charts.Tests;

public partial class DrawingSpecs
{
    private static readonly string Chart = new SpeedupChart(
        Sample.ByLaw(serial: 0.2, workers: 4, cores: 2),
        "A < B & C"
    ).ToHtml();

    [Fact(Timeout = 60_000)]
    public async Task A_chart_draws_itself_with_the_network_off()
    {
        var html = await Render(Chart, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["A < B &amp; C"],
            TextsOf(html, "gtitle").Select(text => text.Replace("&lt;", "<"))
        );
        Assert.Equal(["worker processes"], TextsOf(html, "xtitle"));
        Assert.Equal(["speedup over one worker"], TextsOf(html, "ytitle"));
        Assert.Contains("Amdahl's law, serial fraction 20.0 %", TextsOf(html, "legendtext"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Charts_draw_beside_a_module_loader_and_the_same_one_twice()
    {
        const string Loader =
            "<script>window.define = () => { throw 'plotly went to the loader'; }; define.amd = {}; window.module = { exports: {} };</script>";

        var html = await Render(Loader + Chart + Chart, TestContext.Current.CancellationToken);

        Assert.Equal(2, TextsOf(html, "gtitle").Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_that_brings_plotly_once_needs_no_block()
    {
        const string Recorder =
            "<script>window.Plotly = { newPlot: (place, data, layout) => place.append(`${data.length} curves: ${layout.title.text}`) };</script>";
        var withoutBlock = PackedPlotly().Replace(Chart, "");
        Assert.DoesNotContain("mp-plotly\">", withoutBlock);

        var before = await Render(Recorder + withoutBlock, TestContext.Current.CancellationToken);
        var after = await Render(withoutBlock + Recorder, TestContext.Current.CancellationToken);

        Assert.Contains(">5 curves: ", before);
        Assert.Contains(">5 curves: ", after);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_page_without_plotly_keeps_the_table()
    {
        var html = await Render(
            PackedPlotly().Replace(Chart, ""),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(TextsOf(html, "gtitle"));
        Assert.Contains("<td>1.67</td>", html);
    }

    private static Task<string> Render(string body, CancellationToken cancellationToken) =>
        Browser.RenderAsync(
            $"<!doctype html><html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>",
            cancellationToken
        );

    private static IEnumerable<string> TextsOf(string html, string kind) =>
        Regex
            .Matches(html, $"<text class=\"{kind}\"[^>]*>([^<]*)</text>")
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(
        "<script type=\"application/x-gzip-base64\" class=\"mp-plotly\">[^<]+</script>"
    )]
    private static partial Regex PackedPlotly();
}

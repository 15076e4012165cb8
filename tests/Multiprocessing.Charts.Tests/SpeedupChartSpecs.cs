using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Charts.Tests;

public partial class SpeedupChartSpecs
{
    private static readonly SpeedupMeasurement Measurement = Sample.ByLaw(
        serial: 0.2,
        workers: 4,
        cores: 2
    );

    [Fact]
    public void A_chart_as_a_cells_value_is_html_and_text()
    {
        var chart = new SpeedupChart(Measurement);

        Assert.Equal(
            ["text/html", "text/plain"],
            Formatter.GetPreferredMimeTypesFor(typeof(SpeedupChart))
        );
        Assert.Equal(chart.ToHtml(), chart.ToDisplayString("text/html"));
        Assert.Equal(chart.ToString(), chart.ToDisplayString("text/plain"));
        Assert.StartsWith(
            $"Speedup over one worker{Environment.NewLine}workers  median",
            chart.ToString()
        );
    }

    [Fact]
    public void A_measurement_as_a_cells_value_is_its_table()
    {
        Assert.Equal(
            ["text/html", "text/plain"],
            Formatter.GetPreferredMimeTypesFor(typeof(SpeedupMeasurement))
        );
        var html = Measurement.ToDisplayString("text/html");
        Assert.Contains("<table class=\"mp-numbers\">", html);
        Assert.DoesNotContain("<script", html);
        Assert.Equal(Measurement.ToString(), Measurement.ToDisplayString("text/plain"));
    }

    [Fact]
    public void The_same_numbers_give_the_same_bytes_and_other_numbers_another_id()
    {
        var html = new SpeedupChart(Measurement).ToHtml();

        Assert.Equal(html, new SpeedupChart(Sample.ByLaw(0.2, 4, 2)).ToHtml());
        Assert.NotEqual(IdOf(html), IdOf(new SpeedupChart(Sample.ByLaw(0.3, 4, 2)).ToHtml()));
        Assert.NotEqual(IdOf(html), IdOf(new SpeedupChart(Measurement, "Another title").ToHtml()));
    }

    [Fact]
    public void Titles_are_in_the_form_that_plotly_3_shows()
    {
        var layout = FigureOf(new SpeedupChart(Measurement, "Counting primes"))
            .GetProperty("layout");

        Assert.Equal("Counting primes", TitleOf(layout));
        Assert.Equal("worker processes", TitleOf(layout.GetProperty("xaxis")));
        Assert.Equal("speedup over one worker", TitleOf(layout.GetProperty("yaxis")));
    }

    [Fact]
    public void The_curves_are_the_measured_speedup_the_ideal_the_ceiling_and_the_law()
    {
        var curves = FigureOf(new SpeedupChart(Measurement))
            .GetProperty("data")
            .EnumerateArray()
            .ToArray();

        Assert.Equal(
            [
                "ideal",
                "Amdahl's law, serial fraction 20.0 %",
                "this machine's ceiling",
                "measured",
                "cores: 2",
            ],
            curves.Select(curve => curve.GetProperty("name").GetString())
        );
        Assert.Equal([1, 1.6667, 1.6667, 1.6667], Doubles(curves[3].GetProperty("y")));
        Assert.Equal([1, 2, 2, 2], Doubles(curves[2].GetProperty("y")));
        Assert.Equal([1, 4], Doubles(curves[0].GetProperty("y")));
    }

    [Fact]
    public void The_error_bars_reach_from_the_slowest_to_the_fastest_repetition()
    {
        var measurement = Sample.Of(
            2,
            [(1, 4), (2, 2), (1, 4), (2, 1), (1, 4), (2, 5)],
            [(1, 4), (2, 4)]
        );

        var measured = FigureOf(new SpeedupChart(measurement))
            .GetProperty("data")
            .EnumerateArray()
            .Last();

        var bars = measured.GetProperty("error_y");
        Assert.Equal([0, 2], Doubles(bars.GetProperty("array")));
        Assert.Equal([0, 1.2], Doubles(bars.GetProperty("arrayminus")));
    }

    [Fact]
    public void The_numbers_stand_below_the_picture()
    {
        var html = new SpeedupChart(Measurement).ToHtml();

        Assert.Contains(
            "<tr><th scope=\"row\">4</th><td>600 ms</td><td>600 ms</td><td>600 ms</td><td>1.67</td><td>2.00</td><td>2.50</td></tr>",
            html
        );
        Assert.Contains("serial fraction of 20.0 %", html);
        Assert.Contains("<noscript>", html);
    }

    [Fact]
    public void Warnings_stand_below_the_picture()
    {
        var html = new SpeedupChart(Sample.ByLaw(0.2, 4, 2, baselineSeconds: 0.01)).ToHtml();

        Assert.Contains("<p class=\"mp-warning\">Too short to time: one worker needs 10 ms", html);
    }

    [Fact]
    public void A_title_is_text_wherever_it_stands()
    {
        const string Title = "</script><img src=x onerror=alert(1)> & \"more\"";

        var chart = new SpeedupChart(Measurement, Title);

        var html = chart.ToHtml();
        Assert.DoesNotContain("<img", html);
        Assert.Equal(2, Regex.Count(html, "</script>"));
        Assert.Contains("aria-label=\"&lt;/script&gt;&lt;img", html);
        // Plotly reads entities, so its own form of the text is an escaped one.
        Assert.Equal(
            "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; \"more\"",
            TitleOf(FigureOf(chart).GetProperty("layout"))
        );
    }

    [Fact]
    public void Plotly_travels_with_the_chart_and_nothing_is_loaded_from_elsewhere()
    {
        var html = new SpeedupChart(Measurement).ToHtml();

        var block = PlotlyBlock().Match(html).Groups["base64"].Value;
        using var source = new StreamReader(
            new GZipStream(
                new MemoryStream(Convert.FromBase64String(block)),
                CompressionMode.Decompress
            ),
            Encoding.UTF8
        );
        Assert.Contains("plotly.js (basic - minified) v3.", source.ReadToEnd());
        Assert.DoesNotContain("http", html.Replace(block, "", StringComparison.Ordinal));
        Assert.DoesNotContain("src=", html.Replace(block, "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chart_without_a_title_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SpeedupChart(Measurement, " "));
    }

    private static JsonElement FigureOf(SpeedupChart chart)
    {
        var script = chart.ToHtml()[
            chart.ToHtml().LastIndexOf("(\"mp-", StringComparison.Ordinal)..
        ];
        var figure = script[script.IndexOf('{', StringComparison.Ordinal)..script.LastIndexOf(')')];
        return JsonDocument.Parse(figure).RootElement;
    }

    private static string IdOf(string html) => ChartId().Match(html).Groups["id"].Value;

    private static string? TitleOf(JsonElement element) =>
        element.GetProperty("title").GetProperty("text").GetString();

    private static double[] Doubles(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetDouble())];

    [GeneratedRegex("id=\"(?<id>mp-[0-9a-f]{12})\"")]
    private static partial Regex ChartId();

    [GeneratedRegex(
        "<script type=\"application/x-gzip-base64\" class=\"mp-plotly\">(?<base64>[^<]+)</script>"
    )]
    private static partial Regex PlotlyBlock();
}

using System.Text.RegularExpressions;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using Xunit;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

public sealed class ChartSpecs : IDisposable
{
    private const string Library = "window.Plotly = { newPlot() { return '</script><!-- end'; } };";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_page_without_a_chart_carries_no_library()
    {
        var html = Export(Code("1", Shown("text/html", "<p>Plotly is a word</p>")));
        Assert.DoesNotContain("plotly-library", html, StringComparison.Ordinal);
        Assert.True(html.Length < 60_000);
    }

    [Fact]
    public void A_library_brought_by_every_chart_is_in_the_page_once_before_the_first()
    {
        var html = Export(
            Code(
                "1",
                Shown("text/html", PackedChart(Library, "one")),
                Shown("text/html", PackedChart(Library, "two"))
            )
        );
        Assert.DoesNotContain("mp-plotly", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "window\\.Plotly = "));
        Assert.Contains("return '<\\/script><\\!-- end'", html, StringComparison.Ordinal);
        Assert.True(
            html.IndexOf("window.Plotly = ", StringComparison.Ordinal)
                < html.IndexOf("id=\"one\"", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("plotly.js v2", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_without_a_library_gets_the_labs_own_and_no_address_of_one()
    {
        var html = Export(
            Code("1", Shown("text/html", XPlotChart)),
            Code("2", Shown("text/html", PackedChart(Library, "packed")))
        );
        Assert.Single(Regex.Matches(html, "plotly\\.js v2\\.28\\.0"));
        Assert.DoesNotContain("window.Plotly = ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"https://cdn.plot.ly", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_without_html_is_drawn_too()
    {
        var html = Export(
            Code(
                "1",
                Shown(
                    "application/vnd.plotly.v1+json",
                    """{"data": [{"y": [1, 2]}], "layout": {"title": "</script>"}}"""
                )
            )
        );
        Assert.Single(Regex.Matches(html, "plotly\\.js v2\\.28\\.0"));
        Assert.Contains("Plotly.newPlot(\"figure-0\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_library_is_replaced_by_the_labs_own()
    {
        var html = Export(
            Code(
                "1",
                Shown(
                    "text/html",
                    "<div id=x></div><script type='application/x-gzip-base64' class='mp-plotly'>AAAA</script>"
                )
            )
        );
        Assert.Contains("plotly.js v2.28.0", html, StringComparison.Ordinal);
    }

    private string Export(params System.Text.Json.Nodes.JsonObject[] cells)
    {
        SiteExporter.Write([Write(_folder, "n.ipynb", cells)], _folder.Path + "/site");
        return File.ReadAllText(_folder.Path + "/site/n.html");
    }
}

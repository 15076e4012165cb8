using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Multiprocessing.Charts;

/// <summary>A measurement as a fragment of HTML that loads nothing from anywhere.</summary>
internal static class SpeedupHtml
{
    /// <summary>The picture with the table of its numbers.</summary>
    public static string Of(SpeedupChart chart)
    {
        var figure = PlotlyJson.Of(
            SpeedupFigure.Curves(chart.Measurement),
            SpeedupFigure.Layout(chart.Measurement, chart.Title)
        );
        var id = IdOf(figure);
        return $"""
            {Style()}
            <div class="mp-chart" id="{id}" role="img" aria-label="{Encoded(
                $"{chart.Title}: the table below holds the numbers"
            )}"></div>
            <noscript><p>The picture needs JavaScript; the table holds the same numbers.</p></noscript>
            {TableAndWarnings(chart.Measurement)}
            <script type="application/x-gzip-base64" class="mp-plotly">{Resources.PackedPlotly}</script>
            <script>{Resources.Text("draw.js")}("{id}", {figure});</script>
            """;
    }

    /// <summary>The table alone.</summary>
    public static string TableOf(SpeedupMeasurement measurement) =>
        $"""
            {Style()}
            {TableAndWarnings(measurement)}
            """;

    private static string Style() => $"<style>{Resources.Text("chart.css")}</style>";

    private static string TableAndWarnings(SpeedupMeasurement measurement)
    {
        var html = new StringBuilder("<div class=\"mp-scroll\"><table class=\"mp-numbers\">");
        html.Append("<caption>")
            .Append(Encoded(SpeedupText.Summary(measurement)))
            .Append("</caption>\n<thead><tr>");
        html.AppendJoin(
            "",
            SpeedupText.Columns.Select(column => $"<th scope=\"col\">{Encoded(column)}</th>")
        );
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in SpeedupText.Rows(measurement))
        {
            html.Append("<tr><th scope=\"row\">").Append(Encoded(row[0])).Append("</th>");
            html.AppendJoin("", row.Skip(1).Select(cell => $"<td>{Encoded(cell)}</td>"))
                .Append("</tr>\n");
        }

        html.Append("</tbody></table></div>");
        foreach (var warning in measurement.Warnings)
        {
            html.Append("\n<p class=\"mp-warning\">").Append(Encoded(warning)).Append("</p>");
        }

        return html.ToString();
    }

    // From the content, so that running a notebook again with the same numbers changes nothing in its file.
    private static string IdOf(string figure) =>
        "mp-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure)).AsSpan(0, 6));

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}

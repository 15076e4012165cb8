using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Multiprocessing.Charts;

/// <summary>The pieces that all charts are made of: fragments of HTML that load nothing from anywhere.</summary>
internal static class ChartHtml
{
    public static string Style() => $"<style>{Resources.Text("chart.css")}</style>";

    /// <summary>The picture, and below it what says the same in words and numbers.</summary>
    public static string Of(string title, string figure, string body)
    {
        var id = IdOf(figure);
        return $"""
            {Style()}
            <div class="mp-chart" id="{id}" role="img" aria-label="{Encoded(
                $"{title}: the table below holds the numbers"
            )}"></div>
            <noscript><p>The picture needs JavaScript; the table holds the same numbers.</p></noscript>
            {body}
            <script type="application/x-gzip-base64" class="mp-plotly">{Resources.PackedPlotly}</script>
            <script>{Resources.Text("draw.js")}("{id}", {figure});</script>
            """;
    }

    public static string Table(
        string caption,
        IEnumerable<string> columns,
        IEnumerable<string[]> rows
    )
    {
        var html = new StringBuilder("<div class=\"mp-scroll\"><table class=\"mp-numbers\">");
        html.Append("<caption>").Append(Encoded(caption)).Append("</caption>\n<thead><tr>");
        html.AppendJoin("", columns.Select(column => $"<th scope=\"col\">{Encoded(column)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(Encoded(row[0])).Append("</th>");
            html.AppendJoin("", row.Skip(1).Select(cell => $"<td>{Encoded(cell)}</td>"))
                .Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    public static string Encoded(string text) => WebUtility.HtmlEncode(text);

    // From the content, so that running a notebook again with the same numbers changes nothing in its file.
    private static string IdOf(string figure) =>
        "mp-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure)).AsSpan(0, 6));
}

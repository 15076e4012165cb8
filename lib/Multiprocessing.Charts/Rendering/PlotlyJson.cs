using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace Multiprocessing.Charts;

/// <summary>XPlot's figures as JSON that today's plotly.js understands and that may stand inside a script element.</summary>
internal static class PlotlyJson
{
    private static readonly JsonSerializerSettings InsideScript = new()
    {
        // Also writes < and > as escapes, so that no text can end the script element.
        StringEscapeHandling = StringEscapeHandling.EscapeHtml,
    };

    public static string Of(IEnumerable<Trace> curves, Layout.Layout layout)
    {
        var figure = new JObject
        {
            ["data"] = JArray.FromObject(curves),
            ["layout"] = Modernised(JObject.FromObject(layout)),
            ["config"] = new JObject { ["responsive"] = true, ["displayModeBar"] = false },
        };
        return JsonConvert.SerializeObject(figure, InsideScript);
    }

    /// <summary>
    /// XPlot writes titles as plain strings, which plotly.js ignores since version 3; the form with <c>text</c> is
    /// understood by version 2 as well. It also leaks a marker of its own that means nothing to plotly.
    /// </summary>
    private static JObject Modernised(JObject layout)
    {
        foreach (var part in layout.DescendantsAndSelf().OfType<JObject>().ToArray())
        {
            part.Remove("_isSubplotObj");
            if (part["title"] is JValue { Type: JTokenType.String } title)
            {
                part["title"] = new JObject { ["text"] = Literal((string)title!) };
            }
        }

        return layout;
    }

    // Plotly reads a few HTML tags and entities in its texts; ours are meant as they stand.
    private static string Literal(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}

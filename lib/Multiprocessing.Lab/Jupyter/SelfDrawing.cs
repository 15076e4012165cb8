using System.Text.RegularExpressions;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>
/// Charts that expect plotly on the page, such as XPlot's, get it with their output: an editor's page has none, and is not to
/// fetch it from the network. (An exported page gets it once for all charts.)
/// </summary>
internal static partial class SelfDrawing
{
    /// <summary>The mark of charts that bring their own.</summary>
    private const string Own = "mp-plotly";

    /// <remarks>The names hide a page's module loader, with which plotly would register in place of the window.</remarks>
    private const string Loader = """
        <script>
        window.mplabPlotly ??= window.Plotly ? Promise.resolve() : (async () => {
          const bytes = Uint8Array.from(atob("PACKED"), (character) => character.charCodeAt(0));
          const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
          const script = document.createElement("script");
          script.textContent = "(function (module, exports, define) {" + (await new Response(stream).text()) + "\n})();";
          document.head.appendChild(script).remove();
        })();
        </script>
        """;

    public static IReadOnlyDictionary<string, string> Complete(
        IReadOnlyDictionary<string, string> data
    )
    {
        if (
            !data.TryGetValue(MediaTypes.Html, out var html)
            || !PlotlyLibrary.IsUsedBy(html)
            || html.Contains(Own, StringComparison.Ordinal)
        )
            return data;
        var waiting = Scripts()
            .Replace(
                html,
                script =>
                    PlotlyLibrary.IsUsedBy(script.Groups["body"].Value)
                        ? $"<script>window.mplabPlotly.then(() => {{{script.Groups["body"].Value}\n}});</script>"
                        : script.Value
            );
        var loader = Loader.Replace("PACKED", PlotlyLibrary.Packed, StringComparison.Ordinal);
        return new Dictionary<string, string>(data) { [MediaTypes.Html] = loader + waiting };
    }

    [GeneratedRegex(
        "<script(?![^>]*\\bsrc\\b)[^>]*>(?<body>.*?)</script>",
        RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Scripts();
}

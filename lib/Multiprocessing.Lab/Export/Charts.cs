using System.IO.Compression;
using System.Text;
using AngleSharp.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>
/// Charts drawn by plotly.js. Our own bring the library along, packed, in each output; others' expect the notebook's
/// host to have it. A page gets it once, unpacked, before its first chart.
/// </summary>
internal static class Charts
{
    private const string Packed = "script.mp-plotly";

    /// <summary>Other hosts' charts ask a module loader for plotly; this one answers with what the page has.</summary>
    private const string ModuleLoader = """
        if (!window.require) {
          window.require = window.requirejs = (names, use) => use?.(...names.map((name) => (/plotly/i.test(name) ? Plotly : undefined)));
          window.require.config = () => window.require;
        }
        """;

    public static void Apply(IReadOnlyList<IElement> sections)
    {
        var outputs = sections.SelectMany(section => section.QuerySelectorAll(".output")).ToList();
        var packed = outputs.Where(o => o.QuerySelector(Packed) is not null).ToList();
        var bare = outputs.Except(packed).Where(DrawsWithPlotly).ToList();
        if (packed.Count + bare.Count == 0)
            return;
        var bundle =
            packed.Count > 0 && bare.Count == 0
                ? Unpack(packed[0].QuerySelector(Packed)!.TextContent)
                : null;
        foreach (var element in packed.SelectMany(output => output.QuerySelectorAll(Packed)))
            element.Remove();

        var charts = packed.Concat(bare).ToHashSet();
        var first = outputs.First(charts.Contains);
        var script = first.Owner!.CreateElement("script");
        script.ClassName = "plotly-library";
        script.TextContent =
            "\n"
            + Html.Script(bundle ?? PlotlyLibrary.Source())
            + (bare.Count > 0 ? "\n" + ModuleLoader : "")
            + "\n";
        first.Parent!.InsertBefore(script, first);
    }

    /// <summary>A figure that came without the HTML that draws it.</summary>
    public static string Draw(string figure, string id) =>
        $$"""
            <div id="{{id}}"></div>
            <script>
            (({ data, layout, config }) => Plotly.newPlot("{{id}}", data, layout, config))({{Html.Script(
                figure
            )}});
            </script>
            """;

    private static bool DrawsWithPlotly(IElement output) =>
        output.QuerySelectorAll("script").Any(script => PlotlyLibrary.IsUsedBy(script.TextContent));

    private static string? Unpack(string base64)
    {
        try
        {
            using var packed = new MemoryStream(Convert.FromBase64String(base64));
            using var reader = new StreamReader(
                new GZipStream(packed, CompressionMode.Decompress),
                Encoding.UTF8
            );
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            // A damaged copy: the Lab's own draws the same charts.
            return null;
        }
    }
}

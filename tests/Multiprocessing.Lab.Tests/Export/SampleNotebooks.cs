using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Export;

/// <summary>Writes notebooks to a folder, cell by cell.</summary>
internal static class SampleNotebooks
{
    /// <summary>A picture of one dot.</summary>
    public const string Dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>What XPlot's GetHtml leaves in an output: a chart and the address of a library.</summary>
    public const string XPlotChart = """
        <div id="xplot-1" style="width: 760px; height: 420px;"></div>
        <script type="text/javascript" src="https://cdn.plot.ly/plotly-latest.min.js"></script>
        <script>
        var data = [{"type":"scatter","name":"measured","x":[1,2,4],"y":[1,1.9,3.1]}];
        var layout = {"title":"Speedup measured","xaxis":{"title":"workers used"},"yaxis":{"title":"times faster"}};
        Plotly.newPlot('xplot-1', data, layout);
        </script>
        """;

    /// <summary>What Plotly.NET and XPlot leave when shown by .NET Interactive.</summary>
    public const string ModuleChart = """
        <div><div id="module-1" style="width: 600px; height: 400px;"></div><script type="text/javascript">
        var renderPlotly_1 = function() {
          var plotlyRequire = requirejs.config({context:'plotly',paths:{plotly:'https://cdn.plot.ly/plotly-2.27.1.min'}}) || require;
          plotlyRequire(['plotly'], function(Plotly) {
            Plotly.newPlot('module-1', [{"type":"bar","x":["a","b"],"y":[2,3]}], {"title":{"text":"Bars by module"}});
          });
        };
        if ((typeof(requirejs) !==  typeof(Function)) || (typeof(requirejs.config) !== typeof(Function))) {
          var script = document.createElement("script");
          script.setAttribute("src", "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.6/require.min.js");
          script.onload = function(){ renderPlotly_1(); };
          document.getElementsByTagName("head")[0].appendChild(script);
        } else { renderPlotly_1(); }
        </script></div>
        """;

    /// <summary>A chart that brings the library along, as our own do.</summary>
    public static string PackedChart(string library, string id) =>
        $"""
            <div id="{id}"></div>
            <script type="application/x-gzip-base64" class="mp-plotly">{Pack(library)}</script>
            <script>(function (library) {'{'} if (library) library.newPlot("{id}", []); {'}'})(window.Plotly);</script>
            """;

    public static Notebook Write(TemporaryFolder folder, string name, params JsonObject[] cells)
    {
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "C#" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Notebook.Load(folder.Write(name, notebook.ToJsonString()));
    }

    public static JsonObject Prose(string source) =>
        new()
        {
            ["cell_type"] = "markdown",
            ["metadata"] = new JsonObject(),
            ["source"] = source,
        };

    public static JsonObject Code(string source, params Output[] outputs) =>
        Code("csharp", source, outputs);

    public static JsonObject Code(string language, string source, Output[] outputs) =>
        new()
        {
            ["cell_type"] = "code",
            ["metadata"] = new JsonObject
            {
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
            },
            ["source"] = source,
            ["execution_count"] = 3,
            ["outputs"] = OutputJson.ToJson(outputs),
        };

    public static Output Shown(string mediaType, string content) =>
        new DisplayOutput(new Dictionary<string, string> { [mediaType] = content }, null);

    private static string Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(packed.ToArray());
    }
}

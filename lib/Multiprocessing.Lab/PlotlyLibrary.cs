using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Multiprocessing.Lab;

/// <summary>
/// The plotly.js that draws charts which bring none along. Version 2: XPlot writes titles in a way that version 3 no longer
/// shows.
/// </summary>
internal static partial class PlotlyLibrary
{
    private static readonly Lazy<string> s_packed = new(Pack);

    /// <summary>Its source.</summary>
    public static string Source()
    {
        using var reader = new StreamReader(Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Its source in gzip, as base64: a third as long.</summary>
    public static string Packed => s_packed.Value;

    /// <summary>Whether a script draws with a plotly that is expected to be there.</summary>
    public static bool IsUsedBy(string script) => DrawingCalls().IsMatch(script);

    private static Stream Open()
    {
        var assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Plotly.NET.dll"));
        return assembly.GetManifestResourceStream("Plotly.NET.plotly-2.28.0.min.js")!;
    }

    private static string Pack()
    {
        using var packed = new MemoryStream();
        using (var source = Open())
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            source.CopyTo(gzip);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    [GeneratedRegex(@"\bPlotly\s*\.\s*(newPlot|react|plot|addTraces)\b")]
    private static partial Regex DrawingCalls();
}

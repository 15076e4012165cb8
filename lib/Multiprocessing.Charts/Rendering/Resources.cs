using System.IO.Compression;

namespace Multiprocessing.Charts;

/// <summary>The files inside this assembly.</summary>
internal static class Resources
{
    private static readonly Lazy<string> Plotly = new(PackPlotly);

    /// <summary>plotly.js, packed: base64 of gzip, a third of its size and safe inside any HTML.</summary>
    public static string PackedPlotly => Plotly.Value;

    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string PackPlotly()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var plotly = Open("plotly.js"))
        {
            plotly.CopyTo(gzip);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static Stream Open(string name) =>
        typeof(Resources).Assembly.GetManifestResourceStream(name)!;
}

namespace Multiprocessing.Lab.Documents;

/// <summary>The media types that this program itself knows of.</summary>
internal static class MediaTypes
{
    public const string Html = "text/html";
    public const string Json = "application/json";
    public const string Plain = "text/plain";

    /// <summary>What stands for a value where only text shows.</summary>
    /// <param name="data">Media type to content.</param>
    public static string PlainText(IReadOnlyDictionary<string, string> data) =>
        data.GetValueOrDefault(Plain) ?? data.Values.FirstOrDefault() ?? "";
}

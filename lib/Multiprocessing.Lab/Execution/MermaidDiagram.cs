using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution;

/// <summary>
/// Diagrams in Mermaid's language. Editors draw them within Markdown and do not know their media type; who does not draw
/// them at all shows the source.
/// </summary>
internal static class MermaidDiagram
{
    private const string MediaType = "text/vnd.mermaid";
    private const string Markdown = "text/markdown";

    /// <summary>The same output with all that a diagram needs to be seen; any other as it is.</summary>
    public static IReadOnlyDictionary<string, string> Complete(
        IReadOnlyDictionary<string, string> data
    )
    {
        if (!data.TryGetValue(MediaType, out var source))
            return data;
        var complete = new Dictionary<string, string>(data);
        complete.TryAdd(Markdown, Fenced(source));
        complete.TryAdd(MediaTypes.Plain, source);
        return complete;
    }

    /// <remarks>The fence is longer than any that the source itself has.</remarks>
    private static string Fenced(string source)
    {
        var fence = "```";
        while (source.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return $"{fence}mermaid\n{source.TrimEnd('\r', '\n')}\n{fence}";
    }
}

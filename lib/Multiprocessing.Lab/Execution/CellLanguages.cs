using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution;

/// <summary>The languages a cell may be in, and what the ones that only show something become.</summary>
internal static class CellLanguages
{
    public const string CSharp = "csharp";

    public static readonly IReadOnlyList<string> All =
    [
        CSharp,
        "html",
        "javascript",
        "markdown",
        "mermaid",
    ];

    /// <summary>The language a <c>#!</c> line names; null if it names none.</summary>
    public static string? OfMagic(string name) =>
        name switch
        {
            "csharp" or "c#" or "cs" => CSharp,
            "js" => "javascript",
            "md" => "markdown",
            _ => All.FirstOrDefault(language => language == name),
        };

    /// <summary>What a cell in one of the languages for showing becomes; null for any other.</summary>
    public static FormattedValue? Show(string language, string source) =>
        language switch
        {
            "html" => new(MediaTypes.Html, source),
            "javascript" => new(MediaTypes.Html, Script(source)),
            "markdown" => new("text/markdown", source),
            "mermaid" => new("text/vnd.mermaid", source),
            _ => null,
        };

    /// <summary>Whether cells of the language run in the page that shows the notebook.</summary>
    public static bool IsPage(string language) => language is "html" or "javascript";

    /// <summary>A cell whose page runs a script first.</summary>
    public static string WithScript(string language, string script, string source) =>
        script == "" ? source
        : language == "html" ? Script(script) + source
        : script + source;

    public static string Script(string source) =>
        $"<script type=\"text/javascript\">{source}</script>";
}

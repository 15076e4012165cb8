using System.Text.Json;

namespace Multiprocessing.Lab.Documents;

/// <summary>Which language a notebook and its cells are written in, as the hosts that wrote it recorded it.</summary>
internal static class NotebookLanguage
{
    public const string CSharp = "csharp";

    /// <summary>Languages a browser or the exporter understands, welcome in any notebook.</summary>
    private static readonly string[] Companions = ["html", "javascript", "mermaid", "markdown"];

    private static readonly string[] s_lower =
    [
        .. Companions,
        CSharp,
        "fsharp",
        "pwsh",
        "sql",
        "kql",
        "python",
        "r",
        "raw",
    ];

    /// <summary>The language of cells that name none.</summary>
    public static string DefaultOf(JsonElement notebook)
    {
        var metadata = notebook.Member("metadata") ?? default;
        var kernel = metadata.Member("kernelspec") ?? default;
        var name =
            metadata.Member("polyglot_notebook")?.Member("kernelInfo")?.Text("defaultKernelName")
            ?? metadata.Member("dotnet_interactive")?.Text("defaultKernelName")
            ?? kernel.Text("language")
            ?? kernel.Text("name")
            ?? metadata.Member("language_info")?.Text("name")
            ?? CSharp;
        return Normalise(name);
    }

    public static string OfCell(JsonElement cell, string defaultLanguage)
    {
        var metadata = cell.Member("metadata") ?? default;
        var name =
            metadata.Member("polyglot_notebook")?.Text("kernelName")
            ?? metadata.Member("dotnet_interactive")?.Text("language");
        return name is null ? defaultLanguage : Normalise(name);
    }

    /// <summary>The language that keeps a notebook from being one of ours; null when it is one.</summary>
    /// <remarks>A polyglot notebook is ours as soon as one of its cells is C#.</remarks>
    public static string? ForeignTo(string defaultLanguage, IEnumerable<Cell> cells)
    {
        var code = cells
            .Where(c => c.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(c.Source))
            .ToList();
        if (
            code.Any(c =>
                c.Language == CSharp || c.Source.Contains("#!csharp", StringComparison.Ordinal)
            )
        )
            return null;
        var foreign = code.FirstOrDefault(c => !Companions.Contains(c.Language))?.Language;
        return foreign
            ?? (
                defaultLanguage == CSharp || Companions.Contains(defaultLanguage)
                    ? null
                    : defaultLanguage
            );
    }

    public static string DisplayName(string language) =>
        language switch
        {
            CSharp => "C#",
            "fsharp" => "F#",
            "pwsh" => "PowerShell",
            "javascript" => "JavaScript",
            "html" => "HTML",
            "sql" => "SQL",
            "kql" => "KQL",
            "r" => "R",
            "" => "an unnamed language",
            _ => char.ToUpperInvariant(language[0]) + language[1..],
        };

    private static string Normalise(string name) =>
        name.Trim().ToLowerInvariant() switch
        {
            "c#" or "cs" or ".net-csharp" or "polyglot-notebook" or "dotnet-csharp" => CSharp,
            "f#" or "fs" or ".net-fsharp" => "fsharp",
            "powershell" or ".net-powershell" or ".net-pwsh" => "pwsh",
            "js" => "javascript",
            "python3" or "ipython" => "python",
            // The name of a kernel that somebody connected is spelt as they spelt it.
            var other => s_lower.Contains(other) ? other : name.Trim(),
        };
}

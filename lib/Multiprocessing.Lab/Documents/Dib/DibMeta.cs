using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>The <c>#!meta</c> block of a .dib: its languages, and what else a notebook says of itself.</summary>
internal static class DibMeta
{
    private const string KernelInfo = "kernelInfo";
    private const string DefaultName = "defaultKernelName";
    private const string Items = "items";

    /// <summary>What every C# notebook has in its .ipynb: it says nothing of this one.</summary>
    private static readonly string[] s_implied =
    [
        "kernelspec",
        "language_info",
        "polyglot_notebook",
        "dotnet_interactive",
    ];

    public static string DefaultLanguage(JsonObject meta) =>
        (meta[KernelInfo] as JsonObject)?[DefaultName] is JsonValue name
        && name.TryGetValue<string>(out var text)
            ? text
            : NotebookLanguage.CSharp;

    public static IEnumerable<JsonObject> Kernels(JsonObject meta) =>
        ((meta[KernelInfo] as JsonObject)?[Items] as JsonArray ?? []).OfType<JsonObject>();

    public static string? NameOf(JsonObject kernel) =>
        kernel["name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    /// <param name="metadata">An .ipynb's.</param>
    /// <param name="languages">Of its cells: all are named, so that each line that begins a cell is known for one.</param>
    public static JsonObject OfNotebook(JsonObject metadata, IEnumerable<string> languages)
    {
        var meta = Others(metadata);
        var info =
            (metadata["polyglot_notebook"] as JsonObject)?[KernelInfo]?.DeepClone() as JsonObject
            ?? [];
        meta[KernelInfo] = Complete(info, languages);
        return meta;
    }

    /// <returns>The metadata of an .ipynb, as Polyglot writes it.</returns>
    public static JsonObject ToNotebook(JsonObject meta, IEnumerable<string> languages)
    {
        var metadata = Others(meta);
        var info = meta[KernelInfo]?.DeepClone() as JsonObject ?? [];
        metadata.Remove(KernelInfo);
        metadata["kernelspec"] = new JsonObject
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["name"] = ".net-csharp",
        };
        metadata["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" };
        metadata["polyglot_notebook"] = new JsonObject { [KernelInfo] = Complete(info, languages) };
        return metadata;
    }

    private static JsonObject Others(JsonObject members) =>
        new(
            members
                .Where(member => !s_implied.Contains(member.Key))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );

    private static JsonObject Complete(JsonObject info, IEnumerable<string> languages)
    {
        if (info[DefaultName] is not JsonValue)
            info[DefaultName] = NotebookLanguage.CSharp;
        if (info[Items] is not JsonArray items)
            info[Items] = items = [];
        var known = items.OfType<JsonObject>().Select(NameOf).ToHashSet();
        foreach (var language in languages.Prepend(NotebookLanguage.CSharp))
        {
            // Markdown is no kernel: every host knows it without.
            if (language != "markdown" && known.Add(language))
                items.Add(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = language });
        }
        return info;
    }
}

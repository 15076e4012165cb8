using System.Text.Json;

namespace Multiprocessing.Lab.Documents;

/// <summary>Whether a reader sees a part of a cell.</summary>
internal enum PartView
{
    Shown,

    /// <summary>Folded away, until the reader unfolds it.</summary>
    Hidden,
    Removed,
}

/// <summary>What of a cell its author wants readers to see: by Jupyter Book's tags, or as it was left in JupyterLab.</summary>
/// <param name="Cell">All of it.</param>
/// <param name="Source">What is written in it.</param>
/// <param name="Outputs">What came of it.</param>
internal sealed record CellView(PartView Cell, PartView Source, PartView Outputs)
{
    public static readonly CellView Whole = new(PartView.Shown, PartView.Shown, PartView.Shown);

    public static CellView Of(JsonElement cell)
    {
        var metadata = cell.Member("metadata") ?? default;
        // nbconvert's documentation writes them with underscores.
        var tags = metadata.Member("tags") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(tag => tag.AsText()?.Replace('_', '-')).ToHashSet()
            : [];
        var jupyter = metadata.Member("jupyter") ?? default;
        return new(
            For("cell", isFolded: false),
            For("input", jupyter.IsTrue("source_hidden") || metadata.IsTrue("hide_input")),
            For("output", jupyter.IsTrue("outputs_hidden") || metadata.IsTrue("collapsed"))
        );

        PartView For(string part, bool isFolded) =>
            tags.Contains($"remove-{part}") ? PartView.Removed
            : isFolded || tags.Contains($"hide-{part}") ? PartView.Hidden
            : PartView.Shown;
    }
}

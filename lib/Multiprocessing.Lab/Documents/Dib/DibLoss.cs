using System.Globalization;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>Names what a .dib cannot hold of a notebook.</summary>
internal static class DibLoss
{
    private static readonly string[] s_kept = ["polyglot_notebook", "dotnet_interactive"];

    /// <returns>One line; null if nothing is lost.</returns>
    public static string? Describe(Notebook notebook)
    {
        var cells = notebook.Cells;
        var sources = cells.Select(cell => DibConversion.Lines(cell.Source)).ToList();
        string?[] lost =
        [
            Count(cells.Sum(cell => cell.Outputs.Count), "output", "outputs"),
            Count(
                cells.Count(cell => cell.ExecutionCount is not null),
                "execution count",
                "execution counts"
            ),
            Count(cells.Count(cell => cell.Id is not null), "cell id", "cell ids"),
            Count(cells.Sum(cell => cell.Attachments.Count), "attachment", "attachments"),
            Count(OtherMetadata(notebook), "cell's other metadata", "cells' other metadata"),
            Count(
                sources.Count(source => source.Trim('\n').Length == 0),
                "empty cell",
                "empty cells"
            ),
            Count(
                sources.Count(source =>
                    source.Trim('\n') is { Length: > 0 } kept && kept.Length < source.Length
                ),
                "cell's empty lines at its ends",
                "cells' empty lines at their ends"
            ),
            Count(
                cells.Count(cell => cell.Source.Contains('\r', StringComparison.Ordinal)),
                "cell's carriage returns",
                "cells' carriage returns"
            ),
        ];
        var named = lost.OfType<string>().ToList();
        if (named.Count == 0)
            return null;
        var list =
            named.Count == 1 ? named[0] : $"{string.Join(", ", named[..^1])} and {named[^1]}";
        var isOne = named.Count == 1 && named[0].StartsWith("1 ", StringComparison.Ordinal);
        return $"{notebook.Path}: {list} {(isOne ? "is" : "are")} not in the .dib, which cannot hold {(isOne ? "it" : "them")}.";
    }

    private static string? Count(int count, string one, string many) =>
        count switch
        {
            0 => null,
            1 => $"1 {one}",
            _ => $"{count.ToString(CultureInfo.InvariantCulture)} {many}",
        };

    private static int OtherMetadata(Notebook notebook) =>
        notebook.ToJson()["cells"]!
            .AsArray()
            .Count(cell =>
                cell!["metadata"] is JsonObject metadata
                && metadata.Any(member => !s_kept.Contains(member.Key))
            );
}

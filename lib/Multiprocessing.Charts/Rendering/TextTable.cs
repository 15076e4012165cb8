namespace Multiprocessing.Charts;

/// <summary>A table for places that show plain text.</summary>
internal static class TextTable
{
    public static string Of(string[] columns, IEnumerable<string[]> rows)
    {
        string[][] lines = [columns, .. rows];
        var widths = columns
            .Select((_, column) => lines.Max(line => line[column].Length))
            .ToArray();
        return string.Join(
            Environment.NewLine,
            lines.Select(line =>
                string.Join("  ", line.Select((cell, column) => cell.PadLeft(widths[column])))
            )
        );
    }
}

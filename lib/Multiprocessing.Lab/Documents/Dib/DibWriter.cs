using System.Text;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>Writes a .dib as Polyglot Notebooks does.</summary>
internal static class DibWriter
{
    /// <remarks>Empty cells, and empty lines at a cell's ends, are left out: the format has no place for them.</remarks>
    public static string Write(DibDocument document)
    {
        var kinds = new DibLines(document.Meta);
        var text = new StringBuilder();
        // Always there: were it not, a first cell that speaks of #!meta would be taken for it.
        text.Append("#!meta\n\n").Append(JsonStyle.Canonical.Write(document.Meta)).Append('\n');
        foreach (var cell in document.Cells)
        {
            var lines = DibReader.Trim(cell.Source.Split('\n'));
            if (lines.Count == 0)
                continue;
            text.Append("\n#!").Append(cell.Language).Append("\n\n");
            foreach (var line in lines)
                text.Append(kinds.Escape(line)).Append('\n');
        }
        return text.ToString();
    }
}

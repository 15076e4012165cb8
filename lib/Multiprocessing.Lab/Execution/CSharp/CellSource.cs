namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>A stretch of a cell in one language, kept on the cell's own lines by empty ones before it.</summary>
internal sealed record CellPart(string Language, string Code);

/// <summary>A cell taken apart at its <c>#!</c> lines.</summary>
internal sealed record CellSource(IReadOnlyList<CellPart> Parts, IReadOnlyList<string> Magics)
{
    /// <exception cref="MagicException">A line asks for what there is not.</exception>
    public static CellSource Parse(string language, string code)
    {
        var parts = new List<CellPart>();
        var magics = new List<string>();
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var first = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal))
                continue;
            var words = lines[i][2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var name = words.FirstOrDefault() ?? "";
            lines[i] = "";
            if (CellLanguages.OfMagic(name) is { } next)
            {
                Add(i);
                (language, first) = (next, i);
            }
            else
            {
                magics.Add(Magic.Check(name));
            }
        }
        Add(lines.Length);
        return new(parts, magics);

        void Add(int end)
        {
            var text = string.Join('\n', lines[first..end]);
            if (string.IsNullOrWhiteSpace(text))
                return;
            var above = language == CellLanguages.CSharp ? new string('\n', first) : "";
            parts.Add(new(language, above + (above == "" ? text.Trim('\n') : text)));
        }
    }
}

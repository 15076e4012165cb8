namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>A stretch of a cell in one language, kept on the cell's own lines by empty ones before it.</summary>
/// <param name="Language">One of the languages, or <see cref="Magic.Value"/>: text to keep.</param>
/// <param name="Code">May be empty.</param>
/// <param name="Before">What is to be done before the code runs.</param>
internal sealed record CellPart(string Language, string Code, IReadOnlyList<MagicLine> Before)
{
    public bool HasCode => !string.IsNullOrWhiteSpace(Code);
}

/// <summary>A cell taken apart at its <c>#!</c> lines.</summary>
/// <param name="Parts">In the cell's order.</param>
/// <param name="Magics">Those that look back on the cell once it has run.</param>
internal sealed record CellSource(IReadOnlyList<CellPart> Parts, IReadOnlyList<string> Magics)
{
    /// <exception cref="MagicException">A line asks for what there is not.</exception>
    public static CellSource Parse(string language, string code)
    {
        var parts = new List<CellPart>();
        var magics = new List<string>();
        var before = new List<MagicLine>();
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var first = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal))
                continue;
            var words = lines[i][2..].Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries);
            var name = words[0];
            var next = CellLanguages.OfMagic(name);
            // What is text to keep may begin with #! as well; only another language, or another value, ends it.
            if (language == Magic.Value && next is null && name != Magic.Value)
                continue;
            lines[i] = "";
            if (next is not null)
            {
                End(i, isTurn: true);
                language = next;
            }
            else if (Magic.Check(name, i + 1) == Magic.Value)
            {
                End(i, isTurn: true);
                language = Magic.Value;
            }
            else if (Magic.IsInPlace(name))
            {
                End(i, isTurn: false);
            }
            else
            {
                magics.Add(name);
                continue;
            }
            if (next is null)
                before.Add(new(name, words.ElementAtOrDefault(1) ?? "", i + 1));
        }
        End(lines.Length, isTurn: true);
        return new(parts, magics);

        // The code up to here. Magics in a row wait for the code after the last of them, unless the language turns first.
        void End(int end, bool isTurn)
        {
            var text = string.Join('\n', lines[first..end]);
            if (!string.IsNullOrWhiteSpace(text) || (isTurn && before.Count > 0))
            {
                var kept =
                    language == CellLanguages.CSharp
                        ? new string('\n', first) + text.TrimEnd('\n')
                        : text.Trim('\n');
                parts.Add(new(language, kept, [.. before]));
                before.Clear();
            }
            first = end;
        }
    }
}

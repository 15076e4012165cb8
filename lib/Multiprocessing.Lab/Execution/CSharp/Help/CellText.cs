using Multiprocessing.Lab.Execution.Packages;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// A cell as the help sees it: its C# alone. What is not C# (<c>#!</c> lines, parts in other languages, package
/// directives) is blanked in place, so that a position in the cell is the same position in its C#.
/// </summary>
internal sealed class CellText
{
    private readonly List<(int Start, string? Language)> _lines = [];

    public CellText(string cell)
    {
        Cell = cell;
        var text = cell.ToCharArray();
        var language = CellLanguages.CSharp;
        for (int start = 0, end; start <= cell.Length; start = end + 1)
        {
            end = cell.IndexOf('\n', start);
            end = end < 0 ? cell.Length : end;
            var isMagic = cell.AsSpan(start, end - start).StartsWith("#!");
            if (isMagic)
                language = LanguageOf(cell[(start + 2)..end]) ?? language;
            _lines.Add((start, isMagic ? null : language));
            if (isMagic || language != CellLanguages.CSharp)
                text.AsSpan(start, end - start).Fill(' ');
        }
        Language = language;
        Code = PackageDirectives.Blank(new string(text));
    }

    /// <summary>The whole cell, as it was written.</summary>
    public string Cell { get; }

    /// <summary>The cell's C#, as long as the cell.</summary>
    public string Code { get; }

    /// <summary>The language the cell ends in, or <see cref="Magic.Value"/>: text to keep.</summary>
    public string Language { get; }

    /// <summary>Whether C# is written there: not in a <c>#!</c> line, nor in a part in another language.</summary>
    public bool IsCSharp(int position) =>
        _lines.FindLast(line => line.Start <= position).Language == CellLanguages.CSharp;

    /// <summary>What is written on the line up to a position.</summary>
    public string LineUpTo(int position) =>
        Cell[_lines.FindLast(line => line.Start <= position).Start..position];

    private static string? LanguageOf(string words) =>
        words.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries) is [var name, ..]
            ? CellLanguages.OfMagic(name) ?? (name == Magic.Value ? name : null)
            : null;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp.Errors;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>An error as a terminal shows it best: coloured, with the lines of the cells that it came by.</summary>
internal static partial class Traceback
{
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Plain = "\e[39m";

    /// <summary>How many lines are shown above and below the one that failed.</summary>
    private const int Around = 2;

    /// <param name="error">The error.</param>
    /// <param name="own">The number of the cell that failed.</param>
    /// <param name="code">The text of the cell with a number; null if nobody knows it.</param>
    public static IReadOnlyList<string> Of(ErrorRaised error, int? own, Func<int, string?> code)
    {
        var lines = new List<string>();
        var pointed = new HashSet<(int, int)>();
        foreach (var line in error.Traceback)
        {
            lines.Add(Coloured(line));
            if (Place(line, own) is not var (cell, number, column) || !pointed.Add((cell, number)))
                continue;
            if (code(cell) is { } text)
                lines.AddRange(Excerpt(text, number, column));
        }
        return lines;
    }

    private static string Coloured(string line) =>
        Frame().IsMatch(line) ? Green + line + Plain : Red + line + Plain;

    /// <returns>Cell, line and, where it is known, column, each from 1.</returns>
    private static (int Cell, int Line, int? Column)? Place(string line, int? own)
    {
        if (Message().Match(line) is { Success: true } message && own is { } number)
            return (number, Number(message.Groups[1]), Number(message.Groups[2]));
        if (CellLine().Match(line) is { Success: true } frame)
            return (Number(frame.Groups[1]), Number(frame.Groups[2]), null);
        return null;
    }

    private static int Number(Group group) =>
        int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Excerpt(string code, int line, int? column)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        for (var n = Math.Max(1, line - Around); n <= Math.Min(lines.Length, line + Around); n++)
        {
            var number = n.ToString(CultureInfo.InvariantCulture).PadLeft(4);
            yield return n == line
                ? $"{Red}-->{Plain}{number} {lines[n - 1]}"
                : $"   {number} {lines[n - 1]}";
            if (n == line && column is { } at)
                yield return new string(' ', 8 + at - 1) + $"{Red}^{Plain}";
        }
    }

    [GeneratedRegex(@"^\s+at ")]
    private static partial Regex Frame();

    // As ErrorText writes the places of frames and of the compiler's messages.
    [GeneratedRegex(@"^\s+at .*cell (\d{1,9}), line (\d{1,9})$")]
    private static partial Regex CellLine();

    [GeneratedRegex(@"^\((\d{1,9}),(\d{1,9})\): ")]
    private static partial Regex Message();
}

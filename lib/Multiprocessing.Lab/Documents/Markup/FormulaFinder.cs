using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace Multiprocessing.Lab.Documents.Markup;

/// <summary>
/// Finds the formulas in Markdown where Jupyter's editors find them: <c>$…$</c>, <c>$$…$$</c>, <c>\begin{…}…\end{…}</c>,
/// <c>\\(…\\)</c>, <c>\\[…\\]</c>; and where TeX has them, <c>\(…\)</c> and <c>\[…\]</c>. Dollars that are money stay text.
/// </summary>
/// <param name="text">The Markdown.</param>
/// <param name="code">The stretches that are code, in order: what looks like a formula there is none.</param>
internal sealed partial class FormulaFinder(string text, IReadOnlyList<SourceSpan> code)
{
    /// <summary>How far the end of a formula inside a line of text is looked for.</summary>
    private const int MostInline = 4_000;

    private readonly Dictionary<int, int> _environments = Environments(text);
    private int _nextCode;
    private int _paragraphEnd = -1;

    /// <returns>Each formula and the place after it, in the text's order.</returns>
    public IEnumerable<(int Start, int End, Formula Formula)> Find()
    {
        for (var i = 0; i < text.Length; )
        {
            if (CodeAt(i) is { } end)
            {
                i = end;
                continue;
            }
            if (text[i] is not ('$' or '\\'))
            {
                i++;
                continue;
            }
            if (At(i) is { } found)
            {
                yield return (i, found.End, found.Formula);
                i = found.End;
                continue;
            }
            // What follows a backslash is no mark; two dollars are one.
            i += text[i] == '\\' || Is(i, "$$") ? 2 : 1;
        }
    }

    private (int End, Formula Formula)? At(int i)
    {
        if (_environments.TryGetValue(i, out var end))
            return (end, new(text[i..end], WithoutQuoteMarks(i, text[i..end]), true));
        return Is(i, "$$") ? Display(i)
            : text[i] == '$' ? Inline(i)
            : Between(i, @"\\(", @"\\)", isDisplay: false)
                ?? Between(i, @"\\[", @"\\]", isDisplay: true)
                ?? Between(i, @"\(", @"\)", isDisplay: false)
                ?? Between(i, @"\[", @"\]", isDisplay: true);
    }

    private (int, Formula)? Display(int i)
    {
        var end = text.IndexOf("$$", i + 2, StringComparison.Ordinal);
        while (end > 0 && text[end - 1] == '\\')
            end = text.IndexOf("$$", end + 1, StringComparison.Ordinal);
        if (end < 0 || string.IsNullOrWhiteSpace(text[(i + 2)..end]))
            return null;
        // Marks on lines of their own may have empty lines between them; in a text, its end is the formula's.
        return end < ParagraphEnd(i) || (IsAlone(i) && IsAlone(end)) ? Make(i, end, 2, true) : null;
    }

    private (int, Formula)? Inline(int i)
    {
        var limit = Math.Min(ParagraphEnd(i), i + MostInline);
        var depth = 0;
        for (var end = i + 1; end < limit; end++)
        {
            switch (text[end])
            {
                case '\\':
                    end++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '$' when depth <= 0:
                    return IsMathematics(i, end) ? Make(i, end, 1, false) : null;
                default:
                    if (text[end] == '`' && CodeAt(end) is not null)
                        return null;
                    break;
            }
        }
        return null;
    }

    private (int, Formula)? Between(int i, string start, string end, bool isDisplay)
    {
        if (!Is(i, start))
            return null;
        var from = i + start.Length;
        var limit = Math.Min(ParagraphEnd(i), i + MostInline);
        var at = text.IndexOf(end, from, Math.Max(limit - from, 0), StringComparison.Ordinal);
        if (at < 0 || string.IsNullOrWhiteSpace(text[from..at]))
            return null;
        // One backslash is also how Markdown writes plain brackets.
        return start.Length == 3 || TexSign().IsMatch(text.AsSpan(from, at - from))
            ? Make(i, at, start.Length, isDisplay)
            : null;
    }

    private (int, Formula) Make(int start, int end, int mark, bool isDisplay)
    {
        var tex = WithoutQuoteMarks(start, text[(start + mark)..end]);
        return (end + mark, new(text[start..(end + mark)], tex.Trim('\n', '\r'), isDisplay));
    }

    private bool IsMathematics(int start, int end)
    {
        var tex = text.AsSpan(start + 1, end - start - 1);
        if (tex.IsWhiteSpace() || char.IsAsciiDigit(CharAt(end + 1)))
            return false;
        if (char.IsAsciiDigit(tex[0]))
        {
            // "US$5", "$5 to 10 dollars"
            var isMoney =
                char.IsLetterOrDigit(CharAt(start - 1))
                || (Words().IsMatch(tex) && !TexSign().IsMatch(tex));
            if (isMoney)
                return false;
        }
        return (char.IsWhiteSpace(tex[0]), char.IsWhiteSpace(tex[^1])) switch
        {
            (false, false) => true,
            (true, true) => TexSign().IsMatch(tex),
            _ => TexCommand().IsMatch(tex),
        };
    }

    /// <summary>A formula of several lines in a quotation has the quotation's marks in it.</summary>
    private string WithoutQuoteMarks(int start, string tex)
    {
        if (!tex.Contains('\n', StringComparison.Ordinal))
            return tex;
        var line = text.LastIndexOf('\n', Math.Max(start - 1, 0)) + 1;
        var marks = line < start ? text.AsSpan(line, start - line).Count('>') : 0;
        return marks == 0 ? tex : Regex.Replace(tex, $"(?<=\n)(?:[ \t]*>[ \t]?){{1,{marks}}}", "");
    }

    private bool IsAlone(int mark)
    {
        var before = mark - 1;
        while (CharAt(before) is ' ' or '\t' or '>')
            before--;
        var after = mark + 2;
        while (CharAt(after) is ' ' or '\t' or '\r')
            after++;
        return CharAt(before) == '\n' && CharAt(after) == '\n';
    }

    private int ParagraphEnd(int i)
    {
        if (_paragraphEnd <= i)
        {
            var empty = EmptyLine().Match(text, i);
            _paragraphEnd = empty.Success ? empty.Index : text.Length;
        }
        return _paragraphEnd;
    }

    /// <returns>The end of the code at this place; null if it is none.</returns>
    private int? CodeAt(int i)
    {
        while (_nextCode < code.Count && code[_nextCode].End < i)
            _nextCode++;
        for (var at = _nextCode; at < code.Count && code[at].Start <= i; at++)
        {
            if (code[at].End >= i)
                return code[at].End + 1;
        }
        return null;
    }

    private bool Is(int i, string mark) =>
        string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0;

    /// <remarks>Outside the text is a line's end.</remarks>
    private char CharAt(int i) => i >= 0 && i < text.Length ? text[i] : '\n';

    /// <summary>Where each environment that is no part of another begins and ends.</summary>
    private static Dictionary<int, int> Environments(string text)
    {
        var found = new Dictionary<int, int>();
        var open = new Dictionary<string, Stack<int>>();
        foreach (Match mark in EnvironmentMark().Matches(text))
        {
            var name = mark.Groups["name"].Value;
            if (!open.TryGetValue(name, out var starts))
                open[name] = starts = new();
            if (mark.Groups["begin"].Success)
                starts.Push(mark.Index);
            else if (starts.TryPop(out var start))
                found[start] = mark.Index + mark.Length;
        }
        return found;
    }

    [GeneratedRegex(@"(?<!\\)\\(?:(?<begin>begin)|end)\{(?<name>[A-Za-z]+\*?)\}")]
    private static partial Regex EnvironmentMark();

    [GeneratedRegex(@"\n[ \t>]*\r?\n")]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@"[\\^_={}+*/<>|]")]
    private static partial Regex TexSign();

    [GeneratedRegex(@"\\[A-Za-z]+|[\^_]\{")]
    private static partial Regex TexCommand();

    [GeneratedRegex(@"\s\p{L}{2,}")]
    private static partial Regex Words();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Multiprocessing.Lab.Export;

/// <summary>Terminal text as HTML: colours become classes, everything else that steers a terminal goes.</summary>
internal static partial class AnsiText
{
    /// <summary>A character that no text has.</summary>
    private const char Erased = '\uFFFF';

    public static string ToHtml(string text)
    {
        text = Overwrite(Erase(text));
        var html = new StringBuilder();
        var style = new SortedSet<string>(StringComparer.Ordinal);
        var position = 0;
        foreach (Match escape in Escapes().Matches(text))
        {
            AppendSpan(html, text[position..escape.Index], style);
            position = escape.Index + escape.Length;
            if (escape.Groups["codes"] is { Success: true } codes)
                Apply(codes.Value, style);
        }
        AppendSpan(html, text[position..], style);
        return html.ToString();
    }

    /// <summary>A backspace takes back the character before it on its line, as editors of notebooks show it.</summary>
    private static string Erase(string text)
    {
        if (!text.Contains('\b', StringComparison.Ordinal))
            return text;
        var kept = text.ToCharArray();
        // Where the characters are that a backspace can still take back.
        var line = new Stack<int>();
        var escape = Escapes().Match(text);
        for (var i = 0; i < kept.Length; i++)
        {
            if (escape.Success && escape.Index == i)
            {
                // Colours are no characters: they stay, and what is before them can be taken back.
                i += escape.Length - 1;
                escape = escape.NextMatch();
                continue;
            }
            if (kept[i] is '\n' or '\r')
                line.Clear();
            else if (kept[i] != '\b')
                line.Push(i);
            else
            {
                kept[i] = Erased;
                if (line.TryPop(out var before))
                {
                    if (char.IsLowSurrogate(kept[before]) && line.TryPop(out var half))
                        kept[half] = Erased;
                    kept[before] = Erased;
                }
            }
        }
        return string.Concat(kept.Where(c => c != Erased));
    }

    /// <summary>A carriage return begins the line again, as progress bars want it.</summary>
    private static string Overwrite(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.Contains('\r')
            ? string.Join(
                '\n',
                text.Split('\n')
                    .Select(line => line.TrimEnd('\r'))
                    .Select(line => line[(line.LastIndexOf('\r') + 1)..])
            )
            : text;
    }

    private static void AppendSpan(StringBuilder html, string text, SortedSet<string> style)
    {
        if (text.Length == 0)
            return;
        if (style.Count == 0)
            html.Append(Html.Escape(text));
        else
            html.Append("<span class=\"")
                .AppendJoin(' ', style)
                .Append("\">")
                .Append(Html.Escape(text))
                .Append("</span>");
    }

    private static void Apply(string codes, SortedSet<string> style)
    {
        var numbers = codes
            .Split(';')
            .Select(c => int.TryParse(c, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .ToArray();
        for (var i = 0; i < numbers.Length; i++)
        {
            switch (numbers[i])
            {
                case 0:
                    style.Clear();
                    break;
                case 1:
                    style.Add("ansi-bold");
                    break;
                case 3:
                    style.Add("ansi-italic");
                    break;
                case 4:
                    style.Add("ansi-underline");
                    break;
                case 22:
                    style.Remove("ansi-bold");
                    break;
                case 23:
                    style.Remove("ansi-italic");
                    break;
                case 24:
                    style.Remove("ansi-underline");
                    break;
                case (>= 30 and <= 37) or (>= 90 and <= 97):
                    SetColour(style, "ansi-fg-", numbers[i] % 10 + (numbers[i] >= 90 ? 8 : 0));
                    break;
                case (>= 40 and <= 47) or (>= 100 and <= 107):
                    SetColour(style, "ansi-bg-", numbers[i] % 10 + (numbers[i] >= 100 ? 8 : 0));
                    break;
                case 39:
                    style.RemoveWhere(c => c.StartsWith("ansi-fg-", StringComparison.Ordinal));
                    break;
                case 49:
                    style.RemoveWhere(c => c.StartsWith("ansi-bg-", StringComparison.Ordinal));
                    break;
                case 38 or 48 when i + 2 < numbers.Length && numbers[i + 1] == 5:
                    // Of 256 colours only the 16 that a theme can make readable are kept.
                    if (numbers[i + 2] < 16)
                        SetColour(
                            style,
                            numbers[i] == 38 ? "ansi-fg-" : "ansi-bg-",
                            numbers[i + 2]
                        );
                    i += 2;
                    break;
                case 38 or 48 when i + 1 < numbers.Length && numbers[i + 1] == 2:
                    i += 4;
                    break;
            }
        }
    }

    private static void SetColour(SortedSet<string> style, string prefix, int colour)
    {
        style.RemoveWhere(c => c.StartsWith(prefix, StringComparison.Ordinal));
        style.Add(prefix + colour.ToString(CultureInfo.InvariantCulture));
    }

    // Colours and styles; other control sequences; titles and links; single-character escapes; the bell.
    [GeneratedRegex(
        @"\x1b\[(?<codes>[0-9;]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\^_=>]|\x07"
    )]
    private static partial Regex Escapes();
}

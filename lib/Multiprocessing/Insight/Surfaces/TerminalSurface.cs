namespace Multiprocessing.Insight.Surfaces;

/// <summary>The line of a terminal below what was printed last.</summary>
internal sealed class TerminalSurface : IProgressSurface
{
    private const int BarLength = 24;
    private const int UnknownWidth = 80;
    private const int Utf8 = 65001;

    private readonly StatusLine _line;
    private readonly Func<int> _width;
    private readonly (char Done, char Open) _signs;

    /// <param name="line">The terminal's last line.</param>
    /// <param name="width">How many characters fit in it.</param>
    /// <param name="unicode">Whether the terminal can show more than ASCII.</param>
    public TerminalSurface(StatusLine line, Func<int> width, bool unicode)
    {
        _line = line;
        _width = width;
        _signs = unicode ? ('█', '░') : ('#', '.');
    }

    /// <summary>This program's terminal; null if its standard error goes elsewhere.</summary>
    public static TerminalSurface? Find() =>
        Console.IsErrorRedirected
            ? null
            : new TerminalSurface(
                StatusLine.OfTerminal(),
                Width,
                Console.OutputEncoding.CodePage == Utf8
            );

    /// <inheritdoc/>
    public void Show(ProgressView view)
    {
        string text = Fitting(view);
        if (view.State == ProgressState.Running)
        {
            _line.Show(this, text);
        }
        else
        {
            _line.Leave(this, text);
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : UnknownWidth;
        }
        catch (IOException)
        {
            return UnknownWidth; // Windows, where the terminal is not a console
        }
    }

    /// <summary>The view in one line, without what does not fit: a line that wraps could not be replaced.</summary>
    private string Fitting(ProgressView view)
    {
        int width = Math.Max(1, _width() - 1);
        string[] parts = [Bar(view), view.ToString(), Workers(view)];
        foreach (int count in (int[])[3, 2])
        {
            string text = string.Join("  ", parts.Take(count).Where(part => part.Length > 0));
            if (text.Length <= width)
            {
                return text;
            }
        }

        string words = view.ToString();
        return words.Length <= width ? words : words[..width];
    }

    private string Bar(ProgressView view)
    {
        if (view.Fraction is not { } part)
        {
            return "";
        }

        int done = (int)(part * BarLength);
        return new string(_signs.Done, done) + new string(_signs.Open, BarLength - done);
    }

    private static string Workers(ProgressView view) =>
        view.Workers.Any() ? $"({string.Join(" + ", view.Workers.Select(w => w.Done))})" : "";
}

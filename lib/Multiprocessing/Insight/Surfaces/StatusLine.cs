namespace Multiprocessing.Insight.Surfaces;

/// <summary>
/// A terminal's last line, written over in place. One bar at a time has it; another that runs meanwhile leaves only its last
/// state. Workers' output takes the line off the screen, and the next state puts it back below.
/// </summary>
/// <param name="write">Writes to the terminal itself, whatever the program has put in place of its console's writers.</param>
internal sealed class StatusLine(Action<string> write)
{
    private static StatusLine? s_terminal;

    private readonly Lock _gate = new();
    private object? _owner;
    private int _shown;
    private bool _midLine;

    /// <summary>The line of this program's terminal.</summary>
    public static StatusLine OfTerminal() =>
        LazyInitializer.EnsureInitialized(ref s_terminal, Open);

    /// <summary>Takes a line that is shown on this program's terminal off it, so that other text can be written there.</summary>
    /// <param name="text">The text that is about to be written.</param>
    public static void MakeRoomOnTerminal(string text) =>
        Volatile.Read(ref s_terminal)?.MakeRoomFor(text);

    /// <summary>Shows text in place of what the same owner showed before.</summary>
    public void Show(object owner, string text)
    {
        lock (_gate)
        {
            _owner ??= owner;
            if (_owner == owner)
            {
                // Written at once, old text overwritten and not erased first: no flicker.
                write(Start() + text + new string(' ', Math.Max(0, _shown - text.Length)));
                _shown = text.Length;
            }
        }
    }

    /// <summary>Leaves a last text standing in a line of its own, and gives the line up.</summary>
    public void Leave(object owner, string text)
    {
        lock (_gate)
        {
            write(
                Start()
                    + text
                    + new string(' ', Math.Max(0, _shown - text.Length))
                    + Environment.NewLine
            );
            _shown = 0;
            if (_owner == owner)
            {
                _owner = null;
            }
        }
    }

    /// <summary>Takes the line off the screen, so that other text can be written there.</summary>
    public void MakeRoomFor(string text)
    {
        lock (_gate)
        {
            if (_shown > 0)
            {
                write($"\r{new string(' ', _shown)}\r");
                _shown = 0;
            }

            _midLine = text.Length > 0 && text[^1] != '\n';
        }
    }

    /// <summary>The beginning of the line, or of the next one below text that did not end its own.</summary>
    private string Start()
    {
        string start = _midLine ? Environment.NewLine : "\r";
        _midLine = false;
        return start;
    }

    private static StatusLine Open()
    {
        Stream terminal = Console.OpenStandardError();
        return new StatusLine(text => terminal.Write(Console.OutputEncoding.GetBytes(text)));
    }
}

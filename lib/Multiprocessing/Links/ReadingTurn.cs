namespace Multiprocessing.Links;

/// <summary>
/// Whose turn it is to read a socket: of its keeper, a thread that does nothing else, or of a guest that waits for a frame and
/// reads it best itself, for waking another thread costs more than the frame. While guests come one after another the keeper
/// only looks from time to time whether it is needed, ever more seldom, for a look costs one of them some 30 µs; while one stays
/// it sleeps.
/// </summary>
internal sealed class ReadingTurn
{
    /// <summary>How long the keeper leaves things to themselves, at first.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    // How long at most. A row of guests gains nothing more from fewer looks, and what comes unasked after it, such as the word
    // that a call is cancelled, lies about for two pauses.
    private static readonly TimeSpan s_betweenLastLooks = TimeSpan.FromMilliseconds(4);

    private const int LooksBeforeSleep = 20;
    private readonly object _keeper = new();
    private bool _taken;
    private int _asked;
    private int _seen;
    private bool _sleeps;
    private bool _called;
    private bool _isSeldom;

    /// <summary>A guest has asked for the turn since the keeper took it.</summary>
    public bool IsWanted => Volatile.Read(ref _asked) != _seen;

    /// <summary>A guest asks for the turn; not given while somebody has it.</summary>
    public bool TryEnter()
    {
        Volatile.Write(ref _asked, _asked + 1);
        return !Interlocked.CompareExchange(ref _taken, true, false);
    }

    /// <summary>Whoever has the turn gives it back.</summary>
    /// <param name="callKeeper">Whether what was waited for is still to come.</param>
    public void Exit(bool callKeeper)
    {
        Interlocked.Exchange(ref _taken, false);
        if (callKeeper || Volatile.Read(ref _sleeps))
        {
            lock (_keeper)
            {
                _called |= callKeeper;
                Monitor.Pulse(_keeper);
            }
        }
    }

    /// <summary>Somebody waits for a frame and does not come to read it: has the keeper look at once if it does so seldom.</summary>
    public void CallIfSeldom()
    {
        if (Volatile.Read(ref _isSeldom))
        {
            lock (_keeper)
            {
                _called = true;
                Monitor.Pulse(_keeper);
            }
        }
    }

    /// <summary>The keeper takes the turn, as soon as no guest has asked for it between two looks.</summary>
    /// <param name="look">Called at each look.</param>
    public void EnterAsKeeper(Action look)
    {
        int looks = 0;
        TimeSpan pause = BetweenLooks;
        lock (_keeper)
        {
            while (true)
            {
                int asked = Volatile.Read(ref _asked);
                bool isCalled = _called;
                bool isQuiet = asked == _seen;
                _called = false;
                looks = isQuiet ? looks + 1 : 0;
                pause =
                    isCalled ? BetweenLooks
                    : isQuiet || pause >= s_betweenLastLooks ? pause
                    : 2 * pause;
                Volatile.Write(ref _isSeldom, pause > BetweenLooks);
                _seen = asked;
                if ((isCalled || isQuiet) && !Interlocked.CompareExchange(ref _taken, true, false))
                {
                    Volatile.Write(ref _isSeldom, false);
                    return;
                }

                look();
                Sleep(looks, pause);
            }
        }
    }

    private void Sleep(int looks, TimeSpan pause)
    {
        if (looks < LooksBeforeSleep)
        {
            Monitor.Wait(_keeper, pause);
            return;
        }

        // A guest stays long. It either sees that the keeper sleeps when it leaves, or has left before this look.
        Interlocked.Exchange(ref _sleeps, true);
        if (Volatile.Read(ref _taken))
        {
            Monitor.Wait(_keeper);
        }

        Volatile.Write(ref _sleeps, false);
    }
}

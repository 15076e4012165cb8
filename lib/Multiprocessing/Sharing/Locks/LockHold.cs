namespace Multiprocessing.Sharing;

/// <summary>
/// Who in this process holds which lock: the thread that entered, and the flow of control that it entered in. A thread that
/// waits for a lock which it holds itself would wait for ever.
/// </summary>
internal sealed class LockHold
{
    private static readonly AsyncLocal<LockHold?> s_flow = new(NoteThreadLeaves);
    private static readonly Dictionary<long, LockHold> s_held = [];

    private readonly long _number;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private LockHold? _outer;
    private volatile bool _isOver;
    private volatile bool _isThreadElsewhere;

    private LockHold(long number, LockHold? outer)
    {
        _number = number;
        _outer = outer;
    }

    /// <summary>This thread has entered that lock.</summary>
    public static void Entered(long number)
    {
        var hold = new LockHold(number, Latest());
        hold.ForgetThoseOver();
        lock (s_held)
        {
            s_held[number] = hold;
        }

        s_flow.Value = hold;
    }

    /// <summary>That lock is about to be free, if this process holds it.</summary>
    public static void Exiting(long number)
    {
        lock (s_held)
        {
            if (s_held.Remove(number, out LockHold? hold))
            {
                hold._isOver = true;
            }
        }

        if (s_flow.Value is not null)
        {
            s_flow.Value = Latest();
        }
    }

    /// <exception cref="LockRecursionException">This thread holds that lock.</exception>
    public static void ThrowIfHeldHere(long number)
    {
        for (LockHold? hold = Latest(); hold is not null; hold = hold._outer)
        {
            // The thread alone would not do: it may have begun something else meanwhile, and another is to exit the lock.
            if (
                hold is { _isOver: false, _isThreadElsewhere: false }
                && hold._number == number
                && hold._thread == Environment.CurrentManagedThreadId
            )
            {
                throw new LockRecursionException(
                    "This thread holds the ProcessLock already and would wait for itself: a ProcessLock is not re-entrant. Exit it first, or call what needs it without entering again."
                );
            }
        }
    }

    /// <summary>
    /// A thread that has left the flow, as at an <c>await</c>, is free for others, and may even take up something that the flow
    /// started: that may wait for the lock, for the flow can go on elsewhere.
    /// </summary>
    private static void NoteThreadLeaves(AsyncLocalValueChangedArgs<LockHold?> change)
    {
        if (!change.ThreadContextChanged)
        {
            return;
        }

        for (LockHold? hold = change.PreviousValue; hold is not null; hold = hold._outer)
        {
            if (hold._thread == Environment.CurrentManagedThreadId)
            {
                hold._isThreadElsewhere = true;
            }
        }
    }

    /// <summary>Locks may be entered and exited in turns, without end: what is over is not kept.</summary>
    private void ForgetThoseOver()
    {
        for (LockHold? hold = this; hold is not null; hold = hold._outer)
        {
            while (hold._outer is { _isOver: true } over)
            {
                hold._outer = over._outer;
            }
        }
    }

    private static LockHold? Latest()
    {
        LockHold? hold = s_flow.Value;
        while (hold is { _isOver: true })
        {
            hold = hold._outer;
        }

        return hold;
    }
}

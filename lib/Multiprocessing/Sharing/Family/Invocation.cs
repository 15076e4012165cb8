using System.Collections.Concurrent;

namespace Multiprocessing.Sharing;

/// <summary>
/// The user's code that a shared object runs in the process that owns it; the object does nothing else meanwhile. Known by its
/// number wherever that code leads, also in workers that it calls: what it asks of the same object from there would wait for
/// itself.
/// </summary>
internal sealed class Invocation
{
    private static readonly AsyncLocal<Invocation?> s_current = new();
    private static long s_last;

    private readonly long _number;
    private readonly Resident? _owner;
    private readonly Invocation? _within;
    private volatile bool _isOver;

    private Invocation(long number, Resident? owner, Invocation? within)
    {
        _number = number;
        _owner = owner;
        _within = within;
    }

    /// <summary>The one that the running code belongs to, 0 for none.</summary>
    public static long Current => s_current.Value?._number ?? 0;

    /// <summary>The code that runs from here on belongs to that one, of another process; 0 for none.</summary>
    public static void Enter(long number)
    {
        if (Current != number)
        {
            s_current.Value = number == 0 ? null : new Invocation(number, null, null);
        }
    }

    /// <summary>Runs the user's code for an object. To be called in a context that ends with it.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="within">The invocation that asked for it, 0 for none.</param>
    /// <param name="code">Calls the code.</param>
    public static void Run(Resident owner, long within, Action code)
    {
        var invocation = new Invocation(Interlocked.Increment(ref s_last), owner, Find(within));
        Running.All[invocation._number] = invocation;
        s_current.Value = invocation;
        try
        {
            code();
        }
        finally
        {
            invocation._isOver = true;
            Running.All.TryRemove(invocation._number, out _);
        }
    }

    /// <summary>Whether that invocation is the object's own, or one of it led to that one, and still runs.</summary>
    public static bool IsWithin(long number, Resident owner)
    {
        for (Invocation? one = Find(number); one is not null; one = one._within)
        {
            if (one._owner == owner && !one._isOver)
            {
                return true;
            }
        }

        return false;
    }

    private static Invocation? Find(long number) =>
        number == 0 ? null : Running.All.GetValueOrDefault(number);

    /// <summary>Made when it is looked for: most programs never need it.</summary>
    private static class Running
    {
        public static readonly ConcurrentDictionary<long, Invocation> All = new();
    }
}

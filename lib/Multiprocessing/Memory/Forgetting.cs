namespace Multiprocessing.Memory;

/// <summary>
/// When memory goes that nobody can reach any more, but that a span may still show: in a worker when the item has ended that
/// ran when it was found lost, elsewhere after a minute.
/// </summary>
internal static class Forgetting
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static long s_items; // begun and ended ones, so odd while one runs
    private static int s_segments; // open ones
    private static long s_bytes;
    private static long s_opened; // how many segments were ever opened
    private static long s_looked; // how many were at the last look
    private static int s_lookComes;
    private static volatile bool s_lostRemain;

    /// <summary>The moment at which something was found lost.</summary>
    public static Moment Now => new(Environment.TickCount64, Volatile.Read(ref s_items));

    /// <summary>Whether nobody can be looking any more at what was lost then; if not, it is to be asked again at a later look.</summary>
    /// <param name="lost">When it was found lost.</param>
    /// <param name="scope">What it was opened for, as far as that is known.</param>
    public static bool IsOver(Moment lost, LeaseScope? scope)
    {
        long items = Volatile.Read(ref s_items);
        bool useEnded = scope is not null
            ? scope.IsOver
            : items > 0 && (items != lost.Items || items % 2 == 0);
        bool isOver = useEnded || Environment.TickCount64 - lost.Time > s_grace.TotalMilliseconds;
        s_lostRemain |= !isOver;
        return isOver;
    }

    /// <summary>How many segments are open. Here, for a worker asks between all items, and most never open one.</summary>
    public static int OpenSegments => Volatile.Read(ref s_segments);

    /// <summary>How many bytes of data they have.</summary>
    public static long OpenBytes => Volatile.Read(ref s_bytes);

    /// <summary>A segment was opened.</summary>
    public static void Opened(long bytes)
    {
        Interlocked.Increment(ref s_opened);
        Interlocked.Increment(ref s_segments);
        Interlocked.Add(ref s_bytes, bytes);
    }

    /// <summary>A segment was closed.</summary>
    public static void Closed(long bytes)
    {
        Interlocked.Decrement(ref s_segments);
        Interlocked.Add(ref s_bytes, -bytes);
    }

    /// <summary>In a worker process: items are about to run, or have run.</summary>
    public static void ItemsBeginOrEnd() => Interlocked.Increment(ref s_items);

    /// <summary>In a worker process: what came with a call is needed no more.</summary>
    public static void CallEnded()
    {
        bool isNeeded = s_lostRemain || Volatile.Read(ref s_looked) != Volatile.Read(ref s_opened);
        if (isNeeded && Interlocked.Exchange(ref s_lookComes, 1) == 0)
        {
            Looking.Timer.Change(s_pause, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Look()
    {
        Volatile.Write(ref s_lookComes, 0);
        s_lostRemain = false;
        Volatile.Write(ref s_looked, Volatile.Read(ref s_opened));
        GC.Collect();
    }

    /// <summary>Made when it is first needed, which in most workers is never.</summary>
    private static class Looking
    {
        // A worker has little garbage and so seldom looks for it, while the memory of an array may be large.
        public static readonly Timer Timer = new(_ => Look());
    }

    internal readonly record struct Moment(long Time, long Items);
}

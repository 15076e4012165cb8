namespace Multiprocessing.Dispatch;

/// <summary>The open pools of this process: they share a bound on idle workers, and end with the process.</summary>
internal static class Pools
{
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(5);

    // Running the cell `var pool = new ProcessPool(4)` again and again must not pile up processes: beyond this many, the
    // pools unused for longest let their idle workers go, and start them again if they are used again.
    private static readonly int s_idleWorkersKept = Math.Max(8, 2 * Environment.ProcessorCount);

    private static readonly List<Dispatcher> s_open = [];

    public static void Add(Dispatcher pool)
    {
        lock (s_open)
        {
            s_open.Add(pool);
        }
    }

    public static void Remove(Dispatcher pool)
    {
        lock (s_open)
        {
            s_open.Remove(pool);
        }
    }

    public static void MakeRoomFor(int workers)
    {
        Dispatcher[] pools = Snapshot();
        Array.Sort(pools, static (one, other) => other.LastUsed.CompareTo(one.LastUsed));
        int total = workers;
        foreach (Dispatcher pool in pools)
        {
            int idle = pool.IdleWorkers;
            total += idle;
            if (idle > 0 && total > s_idleWorkersKept)
            {
                pool.LetIdleWorkersGo();
                total -= idle;
            }
        }
    }

    /// <summary>Ends all pools, as their process ends.</summary>
    public static void TerminateAll()
    {
        Dispatcher[] pools = Snapshot();
        foreach (Dispatcher pool in pools)
        {
            pool.Terminate();
        }

        Task.WaitAll([.. pools.Select(pool => pool.Empty)], s_exitPatience);
        Task.WaitAll([.. pools.Select(pool => pool.Told())], s_exitPatience);
    }

    public static Dispatcher[] Snapshot()
    {
        lock (s_open)
        {
            return [.. s_open];
        }
    }
}

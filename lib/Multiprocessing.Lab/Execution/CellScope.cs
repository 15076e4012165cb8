namespace Multiprocessing.Lab.Execution;

/// <summary>
/// The cell on whose behalf code runs, wherever its awaits, tasks, timers and threads take it: what they print and show
/// belongs under that cell, also when another one runs by then.
/// </summary>
internal sealed class CellScope
{
    private static readonly AsyncLocal<CellScope?> s_own = new(OnThreadChanged);
    private static volatile CellScope s_latest = new(new(0, 0, "", ""));

    private int _ids;
    private int _poolThreads;

    private CellScope(CellRequest cell) => Cell = cell;

    public CellRequest Cell { get; }

    /// <summary>Code that no cell is known to have started belongs to the cell that began last.</summary>
    public static CellScope Current => s_own.Value ?? s_latest;

    /// <summary>How many of the thread pool's threads act for the cell now.</summary>
    public int PoolThreads => Volatile.Read(ref _poolThreads);

    /// <summary>From here on the caller, and all it starts, acts for this cell.</summary>
    public static void Begin(CellRequest cell) => s_own.Value = s_latest = new(cell);

    /// <summary>An id that is the same each time a notebook runs, and unique within it.</summary>
    public string NextId(string kind) => $"{kind}-{Cell.Id}-{Interlocked.Increment(ref _ids)}";

    private static void OnThreadChanged(AsyncLocalValueChangedArgs<CellScope?> change)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread)
            return;
        if (change.PreviousValue is { } left)
            Interlocked.Decrement(ref left._poolThreads);
        if (change.CurrentValue is { } entered)
            Interlocked.Increment(ref entered._poolThreads);
    }
}

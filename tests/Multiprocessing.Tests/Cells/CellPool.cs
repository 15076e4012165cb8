namespace Multiprocessing.Tests.Cells;

/// <summary>One pool for all cells of the specs, so that each need not start its own.</summary>
public static class CellPool
{
    private static readonly Lazy<ProcessPool> s_pool = new(() => new ProcessPool(2));

    public static ProcessPool Pool => s_pool.Value;
}

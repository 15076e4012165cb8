namespace Multiprocessing.Links;

/// <summary>
/// Getting back the memory of large arrays that came earlier. To fill memory that is new to the process takes three times as
/// long as to fill what it has already, and the collector, left to itself, looks for arrays that are no longer used only after
/// half a gigabyte of them.
/// </summary>
internal static class Reclaiming
{
    private const int Enough = 64 * 1024 * 1024;

    // New pages cost about a millisecond for 2.5 MB; a collection has to cost clearly less.
    private const double PerMillisecond = 5e6;

    private static readonly Lock s_gate = new();
    private static int s_collections;
    private static long s_came;

    /// <summary>
    /// Called before an array is made: collects if as much has come since the last time, and that took less than new pages do.
    /// </summary>
    public static void MakeRoom(int length)
    {
        lock (s_gate)
        {
            if (GC.CollectionCount(GC.MaxGeneration) != s_collections)
            {
                s_came = 0;
            }

            long most = Math.Max(length, Enough);
            if (s_came >= most && LastPause().TotalMilliseconds < most / PerMillisecond)
            {
                GC.Collect();
                s_came = 0;
            }

            s_collections = GC.CollectionCount(GC.MaxGeneration);
            s_came += length;
        }
    }

    /// <summary>How long the program stood still when all was collected last; nothing if that was never.</summary>
    private static TimeSpan LastPause() =>
        GC.GetGCMemoryInfo(GCKind.FullBlocking).PauseDurations[0];
}

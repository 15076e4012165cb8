namespace Multiprocessing.Charts;

/// <summary>The worker counts worth a measurement.</summary>
internal static class WorkerCounts
{
    /// <summary>
    /// Every count up to 8, then 12, 16, 24, 32, 48 and so on, and the last one itself: on a large machine every
    /// single count would take minutes and show nothing more.
    /// </summary>
    public static int[] UpTo(int most)
    {
        var counts = new SortedSet<int>(Enumerable.Range(1, Math.Min(most, 8))) { most };
        for (var count = 8L; count <= most; count *= 2)
        {
            counts.Add((int)count);
            if (count * 3 / 2 <= most)
            {
                counts.Add((int)(count * 3 / 2));
            }
        }

        return [.. counts];
    }
}

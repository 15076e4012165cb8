namespace Multiprocessing.Charts;

internal static class MedianExtensions
{
    /// <summary>The middle of the times, or the mean of the two in the middle.</summary>
    public static TimeSpan Median(this IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

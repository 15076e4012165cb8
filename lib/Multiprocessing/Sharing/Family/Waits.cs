namespace Multiprocessing.Sharing;

/// <summary>Timeouts as the public types take them.</summary>
internal static class Waits
{
    /// <summary>Lets pass what can be a timeout: from zero to about 24 days, <see cref="Timeout.InfiniteTimeSpan"/>, or none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It cannot.</exception>
    public static void Check(TimeSpan? timeout)
    {
        if (
            timeout is { } limit
            && limit != Timeout.InfiniteTimeSpan
            && (limit < TimeSpan.Zero || limit.TotalMilliseconds > int.MaxValue)
        )
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout),
                timeout,
                "A timeout is zero or more, 24 days at most, or Timeout.InfiniteTimeSpan."
            );
        }
    }
}

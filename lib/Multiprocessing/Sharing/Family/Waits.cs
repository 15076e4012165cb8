namespace Multiprocessing.Sharing;

/// <summary>Timeouts as the public types take them.</summary>
internal static class Waits
{
    /// <summary>The timeout itself, if it can be one: from zero to about 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It cannot.</exception>
    public static TimeSpan Checked(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan
        || (timeout >= TimeSpan.Zero && timeout.TotalMilliseconds <= int.MaxValue)
            ? timeout
            : throw new ArgumentOutOfRangeException(
                nameof(timeout),
                timeout,
                "A timeout is zero or more, 24 days at most, or Timeout.InfiniteTimeSpan."
            );
}

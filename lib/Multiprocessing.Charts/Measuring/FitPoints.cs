namespace Multiprocessing.Charts;

/// <summary>What the laws ask of the figures that they are given.</summary>
internal static class FitPoints
{
    /// <summary>The points that a law is fitted to.</summary>
    /// <exception cref="ArgumentException">
    /// Fewer than two worker counts, none above 1, or a value that is no speedup.
    /// </exception>
    public static (int Workers, double Speedup)[] Of(
        IEnumerable<(int Workers, double Speedup)> speedups,
        string law
    )
    {
        ArgumentNullException.ThrowIfNull(speedups);
        var points = speedups.ToArray();
        foreach (var (workers, speedup) in points)
        {
            if (workers < 1 || !double.IsFinite(speedup) || speedup <= 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A speedup of {speedup} on {workers} workers cannot be fitted: both must be positive and finite."
                    ),
                    nameof(speedups)
                );
            }
        }

        var counts = points.Select(point => point.Workers).Distinct().Count();
        return counts >= 2
            ? points
            : throw new ArgumentException(
                $"{law} needs speedups at two worker counts or more, and there are {counts}: measure on more workers.",
                nameof(speedups)
            );
    }

    /// <exception cref="ArgumentOutOfRangeException">It is no part of anything.</exception>
    public static void RequireFraction(double serialFraction)
    {
        if (serialFraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(serialFraction),
                FormattableString.Invariant(
                    $"The serial fraction is {serialFraction}; it is a part of the work and lies between 0 and 1."
                )
            );
        }
    }
}

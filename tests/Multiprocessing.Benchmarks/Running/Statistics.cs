namespace Multiprocessing.Benchmarks.Running;

/// <summary>A figure over all samples.</summary>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static Spread Of(IReadOnlyCollection<double> values) =>
        new(Statistics.Median(values), values.Min(), values.Max());
}

/// <summary>The little statistics that medians need.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value below which that share of the values lies, interpolated between neighbours.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new InvalidOperationException("There are no values to take a percentile of.");
        }

        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>How often the second goes into the first; null where either is missing.</summary>
    public static double? Ratio(double? value, double? reference) => value / reference;
}

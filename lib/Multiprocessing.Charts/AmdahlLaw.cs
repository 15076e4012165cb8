namespace Multiprocessing.Charts;

/// <summary>
/// Amdahl's law: with the fraction <c>s</c> of the work serial, <c>n</c> workers are
/// <c>S(n) = 1 / (s + (1 - s) / n)</c> times as fast as one.
/// </summary>
/// <remarks>
/// Source: G. M. Amdahl, "Validity of the single processor approach to achieving large scale
/// computing capabilities", AFIPS Spring Joint Computer Conference, 1967.
/// </remarks>
public sealed record AmdahlLaw
{
    // The scan finds the valley, the golden section its floor: the sum of squares of a curve
    // through scattered points may have more than one local minimum.
    private const int ScanSteps = 1000;
    private const int RefinementSteps = 60;

    /// <summary>Describes work of which a known part is serial.</summary>
    /// <param name="serialFraction">The serial part of the work, from 0 to 1.</param>
    public AmdahlLaw(double serialFraction)
    {
        FitPoints.RequireFraction(serialFraction);
        SerialFraction = serialFraction;
    }

    /// <summary>The part of the work that does not run in parallel, from 0 to 1.</summary>
    public double SerialFraction { get; }

    /// <summary>The speedup that no number of workers exceeds: <c>1 / s</c>.</summary>
    public double Limit => 1 / SerialFraction;

    /// <summary>The speedup the law predicts for a number of workers.</summary>
    /// <param name="workers">The number of workers, at least 1.</param>
    public double Speedup(double workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return 1 / (SerialFraction + (1 - SerialFraction) / workers);
    }

    /// <summary>
    /// Finds the serial fraction whose curve lies nearest to measured speedups, by least squares.
    /// </summary>
    /// <remarks>The fraction stays within 0 and 1: better than ideal fits as 0, slower than one worker as 1.</remarks>
    /// <param name="speedups">Worker counts and the speedup each one reached.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than two worker counts, none above 1, or a value that is no speedup.
    /// </exception>
    public static AmdahlLaw Fit(IEnumerable<(int Workers, double Speedup)> speedups)
    {
        var points = FitPoints.Of(speedups, "Amdahl's law");

        double Misfit(double serialFraction) =>
            points.Sum(point =>
                Math.Pow(
                    1 / (serialFraction + (1 - serialFraction) / point.Workers) - point.Speedup,
                    2
                )
            );

        var nearest = Enumerable
            .Range(0, ScanSteps + 1)
            .MinBy(step => Misfit((double)step / ScanSteps));
        var low = Math.Max(0, (double)(nearest - 1) / ScanSteps);
        var high = Math.Min(1, (double)(nearest + 1) / ScanSteps);
        return new AmdahlLaw(GoldenSection(Misfit, low, high));
    }

    private static double GoldenSection(Func<double, double> function, double low, double high)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (start, end) = (low, high);
        for (var step = 0; step < RefinementSteps; step++)
        {
            var left = end - ratio * (end - start);
            var right = start + ratio * (end - start);
            (start, end) = function(left) <= function(right) ? (start, right) : (left, end);
        }

        // The section approaches the ends of its interval without reaching them, and a fraction of exactly 0 is common.
        return new[] { (start + end) / 2, low, high }.MinBy(function);
    }
}

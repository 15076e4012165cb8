namespace Multiprocessing.Charts;

/// <summary>
/// Gustafson's law: where the work grows with the workers, so that each always has as much to do, <c>n</c> workers do
/// <c>S(n) = n - s · (n - 1)</c> times as much work in a given time as one, with the fraction <c>s</c> of <em>their</em> time
/// serial.
/// </summary>
/// <remarks>
/// Source: J. L. Gustafson, "Reevaluating Amdahl's law", Communications of the ACM 31 (5), 1988.
/// </remarks>
public sealed record GustafsonLaw
{
    /// <summary>Describes a run of which a known part is serial.</summary>
    /// <param name="serialFraction">The serial part of the time that the run on many workers takes, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not within 0 and 1.</exception>
    public GustafsonLaw(double serialFraction)
    {
        FitPoints.RequireFraction(serialFraction);
        SerialFraction = serialFraction;
    }

    /// <summary>The part of the time in which only one worker works, from 0 to 1.</summary>
    public double SerialFraction { get; }

    /// <summary>The scaled speedup the law predicts for a number of workers. It has no limit.</summary>
    /// <param name="workers">The number of workers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than one.</exception>
    public double Speedup(double workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return workers - SerialFraction * (workers - 1);
    }

    /// <summary>
    /// Finds the serial fraction whose line lies nearest to measured scaled speedups, by least squares.
    /// </summary>
    /// <remarks>The fraction stays within 0 and 1: better than ideal fits as 0, slower than one worker as 1.</remarks>
    /// <param name="speedups">
    /// Worker counts, and how many times as much as one worker each got done in the same time, with work that grows with them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Fewer than two worker counts, none above 1, or a value that is no speedup.
    /// </exception>
    public static GustafsonLaw Fit(IEnumerable<(int Workers, double Speedup)> speedups)
    {
        var points = FitPoints.Of(speedups, "Gustafson's law");

        // What is missing to the ideal, n - S, is s · (n - 1): a line through the origin.
        var missing = points.Sum(point => (point.Workers - 1) * (point.Workers - point.Speedup));
        var squares = points.Sum(point => Math.Pow(point.Workers - 1, 2));
        return new(Math.Clamp(missing / squares, 0, 1));
    }
}

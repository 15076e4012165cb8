using System.Collections.Immutable;

namespace Multiprocessing.Charts;

/// <summary>What was measured with one number of workers: the times and the speedup they amount to.</summary>
public sealed record SpeedupPoint
{
    /// <param name="workers">How many workers ran.</param>
    /// <param name="times">The time of each repetition.</param>
    /// <param name="baseline">The median time of one worker doing the work once.</param>
    /// <param name="work">How often the work was done in each of <paramref name="times"/>.</param>
    internal SpeedupPoint(int workers, IEnumerable<TimeSpan> times, TimeSpan baseline, int work = 1)
    {
        Workers = workers;
        Times = [.. times];
        Median = Times.Median();
        Fastest = Times.Min();
        Slowest = Times.Max();
        Speedup = work * baseline / Median;
        LowestSpeedup = work * baseline / Slowest;
        HighestSpeedup = work * baseline / Fastest;
    }

    /// <summary>How many workers ran.</summary>
    public int Workers { get; }

    /// <summary>The time of each repetition, in the order they ran.</summary>
    public ImmutableArray<TimeSpan> Times { get; }

    /// <summary>The median of <see cref="Times"/>.</summary>
    public TimeSpan Median { get; }

    /// <summary>The shortest of <see cref="Times"/>.</summary>
    public TimeSpan Fastest { get; }

    /// <summary>The longest of <see cref="Times"/>.</summary>
    public TimeSpan Slowest { get; }

    /// <summary>How many times as fast as one worker, by the medians.</summary>
    public double Speedup { get; }

    /// <summary>The speedup of the slowest repetition over the median of one worker.</summary>
    public double LowestSpeedup { get; }

    /// <summary>The speedup of the fastest repetition over the median of one worker.</summary>
    public double HighestSpeedup { get; }
}

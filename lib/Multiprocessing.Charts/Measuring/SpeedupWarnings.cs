namespace Multiprocessing.Charts;

/// <summary>Finds what makes a measurement doubtful, in words for its reader.</summary>
internal static class SpeedupWarnings
{
    /// <summary>A baseline shorter than this is mostly dispatch and the machine's noise.</summary>
    public static readonly TimeSpan TooShort = TimeSpan.FromMilliseconds(100);

    /// <summary>Independent processes that get less than this part of their cores share them with somebody.</summary>
    private const double BusyShare = 0.75;

    public static IEnumerable<string> About(SpeedupMeasurement measurement)
    {
        var baseline = measurement.Points[0].Median;
        if (baseline < TooShort)
        {
            yield return $"Too short to time: one worker needs {Numbers.Time(baseline)}, and below "
                + $"{Numbers.Time(TooShort)} the figures show dispatch and noise. Give the workload more or heavier items.";
        }

        var most = measurement.Points[^1].Workers;
        if (measurement.ItemCount < most)
        {
            yield return $"{Numbers.Count(measurement.ItemCount, "item")} cannot occupy "
                + $"{Numbers.Count(most, "worker")}: the rest stay idle.";
        }

        var within = measurement.Ceiling.Last(point => point.Workers <= measurement.Cores);
        if (within.Speedup < BusyShare * within.Workers)
        {
            yield return $"A busy machine: {within.Workers} independent processes got only "
                + $"{Numbers.Factor(within.Speedup)} times as much done as one. "
                + "Compare with the ceiling, or measure again when the machine is quiet.";
        }
    }
}

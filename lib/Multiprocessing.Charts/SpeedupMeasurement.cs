using System.Collections.Immutable;

namespace Multiprocessing.Charts;

/// <summary>
/// One workload timed on one worker, two workers and so on, and beside it what the machine itself can give.
/// </summary>
/// <remarks>
/// The baseline is one worker process, never the calling program: a notebook's cells are compiled without
/// optimisation, and against them everything would look faster than it is.
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial record SpeedupMeasurement
{
    internal SpeedupMeasurement(
        int cores,
        int itemCount,
        ILookup<int, TimeSpan> measured,
        ILookup<int, TimeSpan> independent
    )
    {
        Cores = cores;
        ItemCount = itemCount;
        Repetitions = measured[1].Count();
        Points = [.. PointsOf(measured, worksPerRun: _ => 1)];
        Ceiling = [.. PointsOf(independent, worksPerRun: processes => processes)];
        Amdahl = FitWithinCores(Points, cores);
        Warnings = [.. SpeedupWarnings.About(this)];
    }

    /// <summary>The cores this process may use; a container's limit counts.</summary>
    public int Cores { get; }

    /// <summary>How many items the workload has.</summary>
    public int ItemCount { get; }

    /// <summary>How often each worker count was timed.</summary>
    public int Repetitions { get; }

    /// <summary>The workload on a pool, one point for each number of workers.</summary>
    public ImmutableArray<SpeedupPoint> Points { get; }

    /// <summary>
    /// What the machine can give: as many independent processes, each doing the whole workload with no pool
    /// between them. Their speedup is the work they finish in the time in which one of them finishes its own.
    /// </summary>
    public ImmutableArray<SpeedupPoint> Ceiling { get; }

    /// <summary>
    /// Amdahl's law fitted to the points that had a core for each worker; <see langword="null"/> where fewer than
    /// two had.
    /// </summary>
    public AmdahlLaw? Amdahl { get; }

    /// <summary>Why the figures should be read with care; empty if nothing speaks against them.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>The measurement as a small text table.</summary>
    public override string ToString() => SpeedupText.Of(this);

    private static IEnumerable<SpeedupPoint> PointsOf(
        ILookup<int, TimeSpan> times,
        Func<int, int> worksPerRun
    )
    {
        var baseline = times[1].Median();
        return times
            .OrderBy(group => group.Key)
            .Select(group => new SpeedupPoint(group.Key, group, baseline, worksPerRun(group.Key)));
    }

    // More workers than cores do not make the work more serial, so such points say nothing about the fraction.
    private static AmdahlLaw? FitWithinCores(IEnumerable<SpeedupPoint> points, int cores)
    {
        var within = points.Where(point => point.Workers <= cores).ToArray();
        return within.Length < 2
            ? null
            : AmdahlLaw.Fit(within.Select(point => (point.Workers, point.Speedup)));
    }
}

namespace Multiprocessing.Charts.Tests;

/// <summary>Measurements made of numbers, so that a test knows what must come out.</summary>
internal static class Sample
{
    /// <summary>A machine on which work with a serial part runs exactly by Amdahl's law.</summary>
    public static SpeedupMeasurement ByLaw(
        double serial,
        int workers,
        int cores,
        double baselineSeconds = 1
    )
    {
        var law = new AmdahlLaw(serial);
        return Of(
            cores,
            Enumerable
                .Range(1, workers)
                .Select(n => (n, baselineSeconds / law.Speedup(Math.Min(n, cores)))),
            Enumerable.Range(1, workers).Select(n => (n, baselineSeconds * n / Math.Min(n, cores)))
        );
    }

    public static SpeedupMeasurement Of(
        int cores,
        IEnumerable<(int Workers, double Seconds)> measured,
        IEnumerable<(int Workers, double Seconds)> independent,
        int itemCount = 100
    ) => new(cores, itemCount, Lookup(measured), Lookup(independent));

    private static ILookup<int, TimeSpan> Lookup(IEnumerable<(int Workers, double Seconds)> runs) =>
        runs.ToLookup(run => run.Workers, run => TimeSpan.FromSeconds(run.Seconds));
}

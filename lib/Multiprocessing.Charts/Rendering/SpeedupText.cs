using System.Globalization;

namespace Multiprocessing.Charts;

/// <summary>The words and the table of a measurement, shared by text and HTML.</summary>
internal static class SpeedupText
{
    public static readonly string[] Columns =
    [
        "workers",
        "median",
        "fastest",
        "slowest",
        "speedup",
        "ceiling",
        "Amdahl",
    ];

    public static IEnumerable<string[]> Rows(SpeedupMeasurement measurement) =>
        measurement.Points.Zip(
            measurement.Ceiling,
            (point, ceiling) =>
                new[]
                {
                    point.Workers.ToString(CultureInfo.InvariantCulture),
                    Numbers.Time(point.Median),
                    Numbers.Time(point.Fastest),
                    Numbers.Time(point.Slowest),
                    Numbers.Factor(point.Speedup),
                    Numbers.Factor(ceiling.Speedup),
                    measurement.Amdahl is { } amdahl
                        ? Numbers.Factor(amdahl.Speedup(point.Workers))
                        : "–",
                }
        );

    public static string Summary(SpeedupMeasurement measurement) =>
        $"{Numbers.Count(measurement.ItemCount, "item")}, {Numbers.Count(measurement.Cores, "core")}, "
        + $"median of {Numbers.Count(measurement.Repetitions, "repetition")}. {Fit(measurement)}";

    public static string Of(SpeedupMeasurement measurement) =>
        string.Join(
            Environment.NewLine,
            [
                TextTable.Of(Columns, Rows(measurement)),
                Summary(measurement),
                .. measurement.Warnings,
            ]
        );

    private static string Fit(SpeedupMeasurement measurement) =>
        measurement.Amdahl is { } amdahl
            ? $"Amdahl's law fits with a serial fraction of {Numbers.Percent(amdahl.SerialFraction)}."
            : "Amdahl's law is not fitted: that takes two worker counts that each had a core for every worker.";
}

using System.Globalization;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Report;

/// <summary>Figures as people read them: three digits, the unit that suits, the same in every culture.</summary>
internal static class Numbers
{
    private static readonly (double Size, string Name)[] s_seconds =
    [
        (1, "s"),
        (1e-3, "ms"),
        (1e-6, "µs"),
        (1e-9, "ns"),
    ];
    private static readonly (double Size, string Name)[] s_counts =
    [
        (1e9, "G/s"),
        (1e6, "M/s"),
        (1e3, "k/s"),
        (1, "/s"),
    ];
    private static readonly (double Size, string Name)[] s_bytes =
    [
        (1e9, "GB"),
        (1e6, "MB"),
        (1e3, "kB"),
        (1, "B"),
    ];

    private static readonly (double Size, string Name)[] s_sizes =
    [
        (1e9, " G"),
        (1e6, " M"),
        (1e3, " k"),
        (1, ""),
    ];

    public static string Of(Unit unit, double value) =>
        unit switch
        {
            Unit.Seconds => Scaled(s_seconds, value),
            Unit.PerSecond => Scaled(s_counts, value),
            Unit.BytesPerSecond => $"{Digits(value / 1e9)} GB/s",
            Unit.Bytes => Scaled(s_bytes, value),
            _ => Digits(value),
        };

    /// <summary>Median, lowest and highest.</summary>
    public static string Of(Unit unit, Spread spread) =>
        $"{Of(unit, spread.Median)} ({Of(unit, spread.Lowest)} – {Of(unit, spread.Highest)})";

    /// <summary>A count with as little room as an axis has.</summary>
    public static string Short(double count)
    {
        (double size, string name) = s_sizes.First(size => count >= size.Size);
        return (count / size).ToString("0.#", CultureInfo.InvariantCulture) + name;
    }

    /// <summary>Three digits that count.</summary>
    public static string Digits(double value)
    {
        int decimals = value == 0 ? 0 : 2 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return value.ToString($"F{Math.Clamp(decimals, 0, 4)}", CultureInfo.InvariantCulture);
    }

    private static string Scaled((double Size, string Name)[] units, double value)
    {
        (double size, string name) = units.FirstOrDefault(
            unit => Math.Abs(value) >= unit.Size,
            units[^1]
        );
        return $"{Digits(value / size)} {name}";
    }
}

using System.Globalization;

namespace Multiprocessing.Charts;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Numbers
{
    public static string Time(TimeSpan time) =>
        time.TotalSeconds >= 10 ? Invariant($"{time.TotalSeconds:0.0} s")
        : time.TotalSeconds >= 1 ? Invariant($"{time.TotalSeconds:0.00} s")
        : time.TotalMilliseconds >= 10 ? Invariant($"{time.TotalMilliseconds:0} ms")
        : Invariant($"{time.TotalMilliseconds:0.00} ms");

    public static string Factor(double factor) => Invariant($"{factor:0.00}");

    public static string Percent(double fraction) => Invariant($"{100 * fraction:0.0} %");

    public static string Bytes(long bytes) =>
        bytes >= 10_000_000 ? Invariant($"{bytes / 1e6:0} MB")
        : bytes >= 1_000_000 ? Invariant($"{bytes / 1e6:0.0} MB")
        : bytes >= 10_000 ? Invariant($"{bytes / 1e3:0} kB")
        : bytes >= 1_000 ? Invariant($"{bytes / 1e3:0.0} kB")
        : Invariant($"{bytes} B");

    public static string Count(int count, string noun) =>
        Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

namespace Multiprocessing.Benchmarks.Report;

/// <summary>Where values lie on a logarithmic axis.</summary>
internal sealed class LogScale
{
    private readonly double _lowest;
    private readonly double _highest;
    private readonly double _from;
    private readonly double _to;

    private LogScale(double[] marks, double from, double to)
    {
        Marks = marks;
        _lowest = Math.Log10(marks[0]);
        _highest = Math.Log10(marks[^1]);
        _from = from;
        _to = to;
    }

    /// <summary>The values to label, rising, from end to end.</summary>
    public IReadOnlyList<double> Marks { get; }

    /// <summary>An axis with a mark at each of those values, from one coordinate to another.</summary>
    public static LogScale Marking(IEnumerable<double> values, double from, double to) =>
        new([.. values.Distinct().Order()], from, to);

    /// <summary>An axis with marks at powers of ten, between which those values lie.</summary>
    public static LogScale Around(IEnumerable<double> values, double from, double to)
    {
        double[] logarithms = [.. values.Select(Math.Log10)];
        int lowest = (int)Math.Floor(logarithms.Min());
        int highest = Math.Max(lowest + 1, (int)Math.Ceiling(logarithms.Max()));
        return new LogScale(
            [
                .. Enumerable
                    .Range(lowest, highest - lowest + 1)
                    .Select(power => Math.Pow(10, power)),
            ],
            from,
            to
        );
    }

    public double Place(double value) =>
        _from + ((Math.Log10(value) - _lowest) / (_highest - _lowest) * (_to - _from));
}

namespace Multiprocessing.Benchmarks.Report;

/// <summary>Where values lie on a logarithmic axis that spans whole powers of ten.</summary>
internal sealed class LogScale
{
    private readonly int _lowest;
    private readonly int _highest;
    private readonly double _from;
    private readonly double _to;

    private LogScale(int lowest, int highest, double from, double to) =>
        (_lowest, _highest, _from, _to) = (lowest, highest, from, to);

    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Marks =>
        Enumerable.Range(_lowest, _highest - _lowest + 1).Select(power => Math.Pow(10, power));

    /// <summary>The scale that has room for those values, from one coordinate to another.</summary>
    public static LogScale Over(IEnumerable<double> values, double from, double to)
    {
        double[] logarithms = [.. values.Select(Math.Log10)];
        int lowest = (int)Math.Floor(logarithms.Min());
        int highest = Math.Max(lowest + 1, (int)Math.Ceiling(logarithms.Max()));
        return new LogScale(lowest, highest, from, to);
    }

    public double Place(double value) =>
        _from + ((Math.Log10(value) - _lowest) / (_highest - _lowest) * (_to - _from));
}

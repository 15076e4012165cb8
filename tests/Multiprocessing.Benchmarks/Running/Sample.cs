namespace Multiprocessing.Benchmarks.Running;

/// <summary>One measurement of every contender, taken one right after the other.</summary>
internal sealed class Sample
{
    private readonly Dictionary<Quantity, double> _values = [];

    /// <summary>A contender's figure; null where it was not measured.</summary>
    public double? this[Quantity quantity] =>
        _values.TryGetValue(quantity, out double value) ? value : null;

    /// <summary>What was measured.</summary>
    public IEnumerable<Quantity> Quantities => _values.Keys;

    public void Add(string contender, Dictionary<Figure, double> figures)
    {
        foreach ((Figure figure, double value) in figures)
        {
            _values.Add(new Quantity(contender, figure), value);
        }
    }
}

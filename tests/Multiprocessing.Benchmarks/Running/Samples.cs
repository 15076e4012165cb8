namespace Multiprocessing.Benchmarks.Running;

/// <summary>The samples that figures are taken from, and how they came about.</summary>
/// <param name="Kept">Those that count.</param>
/// <param name="Spoiled">How many were taken beside a bad control and repeated.</param>
/// <param name="AreControlled">Whether all that count lie between good controls, or need none.</param>
internal sealed record Samples(IReadOnlyList<Sample> Kept, int Spoiled, bool AreControlled)
{
    /// <summary>Fewer than these say nothing about a spread.</summary>
    private const int Fewest = 3;

    /// <summary>The good samples; if there are too few, all, and it says so.</summary>
    public static Samples Choose(IReadOnlyList<Sample> good, IReadOnlyList<Sample> spoiled) =>
        good.Count >= Fewest
            ? new Samples(good, spoiled.Count, AreControlled: true)
            : new Samples([.. good, .. spoiled], spoiled.Count, AreControlled: spoiled.Count == 0);

    /// <summary>A quantity over all samples; null where it was not measured.</summary>
    public Spread? this[Quantity quantity]
    {
        get
        {
            double[] values = [.. Kept.Select(sample => sample[quantity]).OfType<double>()];
            return values.Length == 0 ? null : Spread.Of(values);
        }
    }

    /// <summary>What was measured of a contender; nothing where this machine has it not.</summary>
    public IEnumerable<Quantity> QuantitiesOf(Contender contender) =>
        Kept[0].Quantities.Where(quantity => quantity.Contender == contender.Name);

    /// <summary>In words.</summary>
    public string Describe() =>
        AreControlled
            ? $"{Kept.Count} samples{(Spoiled == 0 ? "" : $", {Spoiled} more repeated for a bad control")}."
            : $"{Kept.Count} samples, {Spoiled} of them beside a bad control: two processes did not get two cores.";
}

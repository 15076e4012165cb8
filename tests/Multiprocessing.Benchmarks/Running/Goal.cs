namespace Multiprocessing.Benchmarks.Running;

/// <summary>What a figure of this library should be, by itself or as a multiple of another's figure in the same sample.</summary>
/// <param name="Measured">The figure.</param>
/// <param name="Reference">The other's; null where the figure is judged by itself.</param>
internal sealed record Goal(Quantity Measured, Quantity? Reference)
{
    /// <summary>The least that meets it; null without such a bound.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The most that meets it; null without such a bound. Without either bound the figure is only reported.</summary>
    public double? AtMost { get; init; }

    /// <summary>The values that are judged, one a sample: ratios, or the figure itself; none where a part was not measured.</summary>
    public double[] Values(IReadOnlyList<Sample> samples) =>
        [
            .. samples
                .Select(sample =>
                    Reference is null
                        ? sample[Measured]
                        : Statistics.Ratio(sample[Measured], sample[Reference])
                )
                .OfType<double>(),
        ];

    /// <summary>Whether that value meets it.</summary>
    public bool IsMetBy(double value) =>
        (AtLeast is not { } least || value >= least) && (AtMost is not { } most || value <= most);
}

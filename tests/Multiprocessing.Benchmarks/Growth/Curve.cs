using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Growth;

/// <summary>How cost grows: the same work at sizes that span many powers of ten.</summary>
/// <param name="Axis">What grows.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="Prepare">Opens what the contenders need at a size.</param>
internal sealed record Curve(
    string Name,
    string Title,
    string Axis,
    Func<Effort, long[]> Sizes,
    Func<Stage, long, Plan> Prepare
) : Work(Name, Title)
{
    /// <summary>At each of the sizes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public override Finding Measure(Effort effort)
    {
        var sampler = new Sampler(effort.Repetitions, effort.Patience(s_patience), NeedsCores);
        List<CurvePoint> points = [];
        foreach (long size in Sizes(effort))
        {
            using var stage = new Stage(effort);
            Plan plan = Prepare(stage, size);
            points.Add(new CurvePoint(size, plan, sampler.Take($"{Name} {size}", plan)));
        }

        return new CurveFinding(this, Axis, points);
    }

    /// <summary>1, 10, 100 and so on, from one power of ten to another.</summary>
    public static long[] PowersOfTen(int from, int to)
    {
        long[] powers = new long[to - from + 1];
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = (long)Math.Pow(10, from + i);
        }

        return powers;
    }

    /// <summary>How often a sample repeats a work of that size, of which it takes the median: small ones are over in no time.</summary>
    public static int Times(long size, long enough, int most) =>
        (int)Math.Clamp(enough / size, 1, most);
}

/// <summary>The samples at one size.</summary>
internal sealed record CurvePoint(long Size, Plan Plan, Samples Samples);

/// <summary>A curve's samples.</summary>
internal sealed record CurveFinding(Work Work, string Axis, IReadOnlyList<CurvePoint> Points)
    : Finding(Work)
{
    /// <summary>What was measured at any size, in the order in which the contenders were named.</summary>
    public IReadOnlyList<Quantity> Quantities =>
        [
            .. Points
                .SelectMany(point => point.Plan.Contenders.SelectMany(point.Samples.QuantitiesOf))
                .Distinct(),
        ];
}

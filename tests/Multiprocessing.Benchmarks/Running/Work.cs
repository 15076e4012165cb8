namespace Multiprocessing.Benchmarks.Running;

/// <summary>Something that this library and others are measured at: one line of the list.</summary>
/// <param name="Name">What to call it on the command line.</param>
/// <param name="Title">What is done, in a few words.</param>
internal abstract record Work(string Name, string Title)
{
    /// <summary>Whether its figures mean anything only while two processes get two cores.</summary>
    public bool NeedsCores { get; init; } = true;

    public abstract Finding Measure(Effort effort);
}

/// <summary>What came of a work.</summary>
internal abstract record Finding(Work Work);

/// <summary>A work of one size, judged against goals.</summary>
/// <param name="Prepare">Opens what its contenders need on the stage, and names them and the goals.</param>
internal sealed record Match(string Name, string Title, Func<Stage, Plan> Prepare)
    : Work(Name, Title)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    public override Finding Measure(Effort effort)
    {
        using var stage = new Stage(effort);
        Plan plan = Prepare(stage);
        var sampler = new Sampler(effort.Repetitions, effort.Patience(s_patience), NeedsCores);
        return new MatchFinding(this, plan, sampler.Take(Name, plan));
    }
}

/// <summary>Who takes part in a work, and what this library should reach.</summary>
internal sealed record Plan(IReadOnlyList<Contender> Contenders, IReadOnlyList<Goal> Goals)
{
    /// <summary>How long all take turns before the first sample; they do so once at least.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>
    /// For what is measured in programs that have settled: .NET compiles code that is used often again, on a thread beside, and
    /// until then runs it slower.
    /// </summary>
    public static TimeSpan Settled { get; } = TimeSpan.FromSeconds(4);
}

/// <summary>A work's samples.</summary>
internal sealed record MatchFinding(Work Work, Plan Plan, Samples Samples) : Finding(Work);

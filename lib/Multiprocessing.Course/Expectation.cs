namespace Multiprocessing.Course;

/// <summary>What a right answer to an exercise is. What is not set is not looked at.</summary>
/// <typeparam name="T">What the answer gives.</typeparam>
public sealed record Expectation<T>
{
    private readonly Func<T>? _result;

    /// <summary>The value, compared element by element where it is a sequence.</summary>
    public T Result
    {
        get => _result is null ? default! : _result();
        init => _result = () => value;
    }

    /// <summary>By how much numbers with a fraction may differ, relative to what is expected.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Whether the elements may come in any order.</summary>
    public bool AnyOrder { get; init; }

    /// <summary>Whether worker processes of a pool must have done the work.</summary>
    public bool InWorkers { get; init; }

    /// <summary>
    /// The same work one item after the other. Only for work whose time does not depend on how many cores are free, such as
    /// work that waits: otherwise a busy machine would fail a right answer.
    /// </summary>
    public Action? OneByOne { get; init; }

    /// <summary>How many times faster than <see cref="OneByOne"/> the answer must be.</summary>
    public double Speedup { get; init; } = 1.5;

    /// <summary>What the work takes at the least: an answer that is quicker has not done it.</summary>
    public TimeSpan? AtLeast { get; init; }

    /// <summary>When an answer counts as hanging. It is then interrupted.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Looks at the result for what the other members cannot say: null where it is right, else what is wrong, in a
    /// sentence for the learner.
    /// </summary>
    public Func<T, string?>? Rule { get; init; }

    /// <summary>What to tell a learner whose answer is wrong, besides what is wrong.</summary>
    public string? Hint { get; init; }

    internal bool HasResult => _result is not null;
}

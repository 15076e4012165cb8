namespace Multiprocessing.Benchmarks.Running;

/// <summary>How much is done: enough to judge by, or just enough to see that it works and roughly where one is.</summary>
internal sealed record Effort(bool IsQuick)
{
    /// <summary>Samples a work.</summary>
    public int Repetitions => IsQuick ? 3 : 7;

    /// <summary>How long samples beside bad controls are repeated: a quick run repeats none.</summary>
    public TimeSpan Patience(TimeSpan full) => IsQuick ? TimeSpan.Zero : full;

    /// <summary>A size that a quick run makes smaller.</summary>
    public int Of(int full, int quick) => IsQuick ? quick : full;
}

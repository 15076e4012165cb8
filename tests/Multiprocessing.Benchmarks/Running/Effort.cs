namespace Multiprocessing.Benchmarks.Running;

/// <summary>How much is done: enough to judge by, or just enough to see that it works and roughly where one is.</summary>
internal sealed record Effort(bool IsQuick)
{
    /// <summary>Samples a work.</summary>
    public int Repetitions => IsQuick ? 3 : 7;

    /// <summary>So many are taken at most, when controls are bad: a quick run repeats none.</summary>
    public int MostSamples => IsQuick ? Repetitions : 3 * Repetitions;

    /// <summary>A size that a quick run makes smaller.</summary>
    public int Of(int full, int quick) => IsQuick ? quick : full;
}

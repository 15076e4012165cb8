namespace Multiprocessing.Benchmarks.Running;

/// <summary>One who does the work: this library, another one, or the bare machine.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Measure">Does the work once and tells its figures; null where this machine has it not.</param>
internal sealed record Contender(string Name, Func<Dictionary<Figure, double>>? Measure)
{
    /// <summary>This library.</summary>
    public const string Ours = "Multiprocessing";
}

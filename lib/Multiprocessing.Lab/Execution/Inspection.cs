namespace Multiprocessing.Lab.Execution;

/// <summary>What there is to say about a place in a cell.</summary>
/// <param name="Found">Whether there is anything.</param>
/// <param name="Data">It, by media type.</param>
internal sealed record Inspection(bool Found, IReadOnlyDictionary<string, string> Data)
{
    public static readonly Inspection Nothing = new(false, new Dictionary<string, string>());
}

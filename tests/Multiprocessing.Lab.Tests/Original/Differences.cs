namespace Multiprocessing.Lab.Tests.Original;

/// <summary>What only one of two has.</summary>
internal sealed class Differences
{
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Found => _found;

    /// <summary>Adds what only one of two lists has, in whatever order they are.</summary>
    public void Add(string what, IEnumerable<string> lab, IEnumerable<string> original)
    {
        List<string> missing = [.. lab];
        List<string> surplus = [.. original];
        // A longer number breaks a long sentence elsewhere.
        if (string.Join(' ', missing) == string.Join(' ', surplus))
            return;
        surplus.RemoveAll(missing.Remove);
        _found.AddRange(missing.Select(item => $"{what}: only the Lab has: {item}"));
        _found.AddRange(surplus.Select(item => $"{what}: only the original has: {item}"));
    }
}

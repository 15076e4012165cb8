using System.Diagnostics;

namespace Multiprocessing.Links;

/// <summary>An environment variable; a null value for one that is not set.</summary>
internal sealed record EnvironmentVariable(string Name, string? Value);

/// <summary>
/// Variables that only the start of a worker needs. Processes that the worker starts must not inherit them, so they are
/// remembered as they would be otherwise, and the worker sets them back.
/// </summary>
internal sealed class LaunchVariables(ProcessStartInfo start)
{
    private readonly List<EnvironmentVariable> _originals = [];

    /// <summary>What the worker sets them back to.</summary>
    public IReadOnlyList<EnvironmentVariable> Originals => _originals;

    /// <summary>A variable as it is so far.</summary>
    public string? this[string name] =>
        start.Environment.TryGetValue(name, out string? value) ? value : null;

    public void Set(string name, string value)
    {
        _originals.Add(new EnvironmentVariable(name, this[name]));
        start.Environment[name] = value;
    }
}

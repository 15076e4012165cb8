using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>The names under which packages keep files for this platform, the closest first.</summary>
internal static class Platform
{
    public static IReadOnlyList<string> Identifiers { get; } = [.. Names()];

    private static IEnumerable<string> Names()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] families =
            OperatingSystem.IsWindows() ? ["win"]
            : OperatingSystem.IsMacOS() ? ["osx", "unix"]
            : IsMusl() ? ["linux-musl", "linux", "unix"]
            : ["linux", "unix"];
        return families.SelectMany(family => new[] { $"{family}-{architecture}", family });
    }

    private static bool IsMusl() =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}

using System.Globalization;
using System.Runtime.InteropServices;
using Multiprocessing.Benchmarks.Peers;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>The machine that figures belong to.</summary>
internal static class Machine
{
    /// <summary>As lines of a markdown list.</summary>
    public static string Describe() =>
        string.Join(
            '\n',
            $"- {Environment.ProcessorCount} cores, {Processor()}",
            $"- {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB of memory for this process",
            $"- {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            $"- {RuntimeInformation.FrameworkDescription}",
            $"- Python {Python.Default?.Version ?? "not found: its rows are not measured"}",
            $"- loky: {(Python.WithLoky is { } loky ? $"Python and joblib {loky.Version}" : "not installed")}",
            $"- load before the run: {Load()}",
            $"- {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
        );

    private static string Processor() =>
        Lines("/proc/cpuinfo")
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line.Split(':')[1].Trim())
            .FirstOrDefault("of a kind that is not told");

    private static string Load() => Lines("/proc/loadavg").FirstOrDefault("not told").Split(" ")[0];

    /// <summary>Nothing where the system has no such file.</summary>
    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}

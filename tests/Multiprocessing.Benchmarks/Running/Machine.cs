using System.Diagnostics;
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
            $"- load before the run: {Load()}; other .NET processes, which share the runtime's pages with workers: {OtherRuntimes()}",
            $"- {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
        );

    private static string Processor() =>
        Lines("/proc/cpuinfo")
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line.Split(':')[1].Trim())
            .FirstOrDefault("of a kind that is not told");

    private static string Load() => Lines("/proc/loadavg").FirstOrDefault("not told").Split(" ")[0];

    private static int OtherRuntimes() =>
        Process
            .GetProcesses()
            .Count(process =>
                process.Id != Environment.ProcessId
                && Lines($"/proc/{process.Id}/maps")
                    .Any(line => line.EndsWith("libcoreclr.so", StringComparison.Ordinal))
            );

    /// <summary>Nothing where the system has no such file, or it is somebody else's.</summary>
    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

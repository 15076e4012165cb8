using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>
/// The socket and pipes by which debuggers and profilers find a .NET process on Linux and macOS. The runtime removes them as its
/// process ends, but not when that is killed, and workers are often ended so: then they are removed here.
/// </summary>
internal sealed class RuntimeFiles
{
    private readonly string[] _paths;

    private RuntimeFiles(string[] paths) => _paths = paths;

    /// <summary>Those of a running process, which shares this one's temporary folder; none where that cannot be told.</summary>
    public static RuntimeFiles Of(int processId)
    {
        if (!OperatingSystem.IsLinux() || StartTime(processId) is not { } start)
        {
            return new RuntimeFiles([]);
        }

        // The start time tells it from an earlier process of that number.
        string key = $"{processId.ToString(CultureInfo.InvariantCulture)}-{start}";
        string folder = Path.GetTempPath();
        return new RuntimeFiles([
            Path.Combine(folder, $"dotnet-diagnostic-{key}-socket"),
            Path.Combine(folder, $"clr-debug-pipe-{key}-in"),
            Path.Combine(folder, $"clr-debug-pipe-{key}-out"),
        ]);
    }

    /// <summary>Removes what is left of them.</summary>
    public void Remove()
    {
        foreach (string path in _paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another's, or in a folder that has gone: not worth failing for.
            }
        }
    }

    private static string? StartTime(int processId)
    {
        const int StartTimeField = 22;
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            // The second field, the program's name in brackets, may hold anything.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StartTimeField - 3];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // has ended already
        }
    }
}

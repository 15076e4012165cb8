using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>
/// The socket and pipes by which debuggers and profilers find a .NET process on Linux and macOS. The runtime removes them as its
/// process ends, but not when that is killed, and workers are often ended so: then they are removed here.
/// </summary>
internal sealed class RuntimeFiles
{
    private readonly Func<IEnumerable<string>> _paths;

    private RuntimeFiles(Func<IEnumerable<string>> paths) => _paths = paths;

    /// <summary>Those of a running process, which shares this one's temporary folder; none where that cannot be told.</summary>
    public static RuntimeFiles Of(int processId)
    {
        if (OperatingSystem.IsWindows())
        {
            return new RuntimeFiles(() => []);
        }

        string folder = Path.GetTempPath();
        string number = processId.ToString(CultureInfo.InvariantCulture);
        if (!OperatingSystem.IsLinux())
        {
            return OfNumber(folder, number);
        }

        if (StartTime(processId) is not { } start)
        {
            return new RuntimeFiles(() => []);
        }

        // The start time tells it from an earlier process of that number.
        string[] paths = Array.ConvertAll(
            Names($"{number}-{start}"),
            name => Path.Combine(folder, name)
        );
        return new RuntimeFiles(() => paths);
    }

    /// <summary>
    /// Those of all processes that had that number. Where the start time is hard to come by that does as well, for they are
    /// removed when the last has just ended.
    /// </summary>
    internal static RuntimeFiles OfNumber(string folder, string number) =>
        new(() => Names($"{number}-*").SelectMany(pattern => Directory.GetFiles(folder, pattern)));

    /// <summary>Removes what is left of them.</summary>
    public void Remove()
    {
        try
        {
            foreach (string path in _paths())
            {
                Remove(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder has gone, or may not be looked through.
        }
    }

    private static void Remove(string path)
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

    private static string[] Names(string key) =>
        [
            $"dotnet-diagnostic-{key}-socket",
            $"clr-debug-pipe-{key}-in",
            $"clr-debug-pipe-{key}-out",
        ];

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

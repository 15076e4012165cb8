using System.Diagnostics;

namespace Multiprocessing.Tests;

/// <summary>What several specs need to look at from outside.</summary>
internal static class Harness
{
    /// <summary>
    /// True while a process of that number runs. One that has ended does not, though its number may be taken until somebody has
    /// asked how it ended; that is up to the system for processes whose parent is gone.
    /// </summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                string status = File.ReadAllText($"/proc/{processId}/stat");
                return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
            }

            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until the condition holds; false when the time was up first.</summary>
    public static async Task<bool> Eventually(Func<bool> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(10);
        }

        return true;
    }
}

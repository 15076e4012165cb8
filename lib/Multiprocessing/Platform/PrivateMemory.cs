using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>How much memory a process holds for itself.</summary>
internal static class PrivateMemory
{
    /// <summary>In bytes, without what it shares with others; 0 for a process that has ended.</summary>
    public static long Of(Process process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                process.Refresh();
                // .NET does not know a process's private memory on macOS; what is resident is the nearest.
                return OperatingSystem.IsWindows()
                    ? process.PrivateMemorySize64
                    : process.WorkingSet64;
            }

            // Pages: size, resident, shared among them (files and shared memory), ...
            string[] pages = File.ReadAllText($"/proc/{process.Id}/statm").Split(' ');
            return (Number(pages[1]) - Number(pages[2])) * Environment.SystemPageSize;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

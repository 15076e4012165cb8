using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>How much memory a process holds for itself.</summary>
internal static partial class PrivateMemory
{
    /// <summary>In bytes, without what it shares with others; 0 for a process that has ended.</summary>
    public static long Of(Process process)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                process.Refresh();
                return process.PrivateMemorySize64;
            }

            if (!OperatingSystem.IsLinux())
            {
                return Footprint(process.Id);
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

    /// <summary>What macOS holds against the process: the Activity Monitor's figure. .NET knows the resident size only, which counts shared files.</summary>
    private static long Footprint(int process)
    {
        const int FirstVersion = 0;
        return proc_pid_rusage(process, FirstVersion, out Usage usage) == 0
            ? (long)usage.PhysicalFootprint
            : 0;
    }

    [LibraryImport("libproc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int proc_pid_rusage(int process, int version, out Usage usage);

    /// <summary>struct rusage_info_v0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public Guid Image;
        public ulong UserTime;
        public ulong SystemTime;
        public ulong IdleWakeups;
        public ulong InterruptWakeups;
        public ulong PageIns;
        public ulong WiredSize;
        public ulong ResidentSize;
        public ulong PhysicalFootprint;
        public ulong StartTime;
        public ulong ExitTime;
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>Ending processes, and hearing that others have ended.</summary>
internal static partial class Signals
{
    private const int Terminated = 15;

    /// <summary>Asks a process to end (SIGTERM); Windows knows no such request, there it is ended.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            _ = kill(process.Id, Terminated);
        }
    }

    /// <summary>
    /// Lets the kernel wake this process (SIGCONT) when the thread that launched it is gone, on Linux; elsewhere nothing. A worker
    /// that has been stopped then sees that its parent is gone, removes what it would leave behind, and ends itself.
    /// </summary>
    public static void WakeWithoutParent()
    {
        const int ParentDeathSignal = 1;
        const int Continue = 18;
        if (OperatingSystem.IsLinux())
        {
            _ = prctl(ParentDeathSignal, Continue);
        }
    }

    /// <summary>Whether the process that started this one is gone.</summary>
    /// <param name="parent">That process's number.</param>
    public static bool IsParentGone(int parent) =>
        OperatingSystem.IsWindows() ? IsGoneOrYounger(parent) : getppid() != parent;

    /// <summary>Windows leaves a process the number of its parent, which may be another's by now: one that began later.</summary>
    private static bool IsGoneOrYounger(int parent)
    {
        try
        {
            using var process = Process.GetProcessById(parent);
            using var self = Process.GetCurrentProcess();
            return process.HasExited || process.StartTime > self.StartTime;
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return true; // there is none of that number, or it is another user's
        }
    }

    /// <summary>Ends this process at once: no handlers, no output, no waiting.</summary>
    public static void KillSelf()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getppid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int prctl(int option, nuint argument);
}

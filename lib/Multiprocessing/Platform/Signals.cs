using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>Ending processes, and reading how they ended.</summary>
internal static partial class Signals
{
    private const int Terminated = 15;
    private const int SignalBase = 128;

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
    /// The exit code as Python gives it: minus the signal's number after a signal. .NET reports 128 + signal in both cases,
    /// so a worker that ends by itself says so beforehand.
    /// </summary>
    /// <param name="code">What <see cref="Process.ExitCode"/> says.</param>
    /// <param name="announced">The code the worker announced; null when it could not.</param>
    public static int ExitCode(int code, int? announced)
    {
        bool signalled =
            !OperatingSystem.IsWindows() && code > SignalBase && code < SignalBase + 65;
        // Who listens to SIGTERM and answers it by an orderly exit, as programs do with 143, announces that too.
        return signalled && (announced is null || code == SignalBase + Terminated)
            ? SignalBase - code
            : code;
    }

    /// <summary>Whether a process with that exit code, a signal's as Python gives it, was ended by its own runtime.</summary>
    public static bool IsAbort(int code)
    {
        const int Abort = 6;
        const int FailFast = unchecked((int)0x80131623);
        return OperatingSystem.IsWindows() ? code == FailFast : code == -Abort;
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

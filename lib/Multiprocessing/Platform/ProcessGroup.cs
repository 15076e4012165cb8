using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>
/// A worker and what it starts, which end together: a process group that the worker leads, on Windows a job. A process that
/// leaves the group, as <c>setsid</c> does, is its own.
/// </summary>
internal static partial class ProcessGroup
{
    private const int Killed = 9;

    private static PosixSignalRegistration? s_hangUp; // kept, or it would be taken back

    /// <summary>Called in a worker as it starts: what it starts from here on belongs to its group.</summary>
    public static void Lead()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = JobObject.TryEnter(); // without one, what it starts may outlive it
            return;
        }

        _ = setpgid(0, 0);

        // A terminal stops processes that are not in the group in front when they read from it or configure it, and nobody would
        // continue them. Ignoring the signals, which children inherit, makes such a read an error and lets the rest through.
        const int TerminalInput = 21;
        const int TerminalOutput = 22;
        const nint Ignore = 1;
        _ = signal(TerminalInput, Ignore);
        _ = signal(TerminalOutput, Ignore);
    }

    /// <summary>
    /// Lets this worker live on as its group is hung up (SIGHUP): the system does that to a group with stopped members when the
    /// leader's parent is gone, and the leader has yet to end the others.
    /// </summary>
    public static void BearHangUp(int parent)
    {
        if (!OperatingSystem.IsWindows())
        {
            s_hangUp = PosixSignalRegistration.Create(
                PosixSignal.SIGHUP,
                context => context.Cancel |= getppid() != parent
            );
        }
    }

    /// <summary>Ends this worker and its group at once: its parent is gone, so nobody else would.</summary>
    public static void EndOwn()
    {
        if (OperatingSystem.IsLinux())
        {
            // A worker of this worker that is just starting is still in this group, and would leave its runtime's files.
            End(Children, Environment.ProcessId);
        }

        if (!OperatingSystem.IsWindows())
        {
            _ = kill(-Environment.ProcessId, Killed);
        }

        Signals.KillSelf();
    }

    /// <summary>
    /// Called when a worker has ended, for its parent alone is sure to see that: ends what is left of its group. On Windows the
    /// system has done so.
    /// </summary>
    public static void EndRest(int leader)
    {
        // The number of a group that has members is given to no other process. So one that has it now, since .NET has taken note
        // of the leader's end, is a stranger, and the group is its own.
        if (
            OperatingSystem.IsWindows()
            || leader <= 1
            || kill(-leader, 0) != 0
            || kill(leader, 0) == 0
        )
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            End(() => Processes("/proc"), leader);
        }

        _ = kill(-leader, Killed);
    }

    /// <summary>
    /// Ends those of the processes that belong to the group, and removes what .NET programs among them leave behind. Where they
    /// cannot be looked through, for want of descriptors or of /proc, that is left, and the caller ends the group all the same.
    /// </summary>
    private static void End(Func<IEnumerable<int>> processes, int leader)
    {
        try
        {
            foreach (int process in processes())
            {
                if (process != leader && getpgid(process) == leader)
                {
                    var files = RuntimeFiles.Of(process);
                    _ = kill(process, Killed);
                    files.Remove();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody is there to tell, and nothing else is lost by it.
        }
    }

    private static IEnumerable<int> Children() =>
        Processes("/proc/self/task")
            .SelectMany(thread =>
                (LinuxFile.ReadStart($"/proc/self/task/{thread}/children") ?? "").Split(
                    ' ',
                    StringSplitOptions.RemoveEmptyEntries
                )
            )
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static IEnumerable<int> Processes(string folder) =>
        Directory
            .GetDirectories(folder)
            .Select(path =>
                int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int number)
                    ? number
                    : 0
            )
            .Where(number => number > 0);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpgid(int process, int group);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getpgid(int process);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getppid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint signal(int number, nint action);
}

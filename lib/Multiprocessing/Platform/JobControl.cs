using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>
/// Ctrl+Z in a terminal stops only the process group in front, which is that of the program: its workers lead groups of their
/// own. So a process that is told to stop tells its workers first, and they theirs, and all go on when it does.
/// </summary>
internal static partial class JobControl
{
    private static readonly int s_stop = OperatingSystem.IsLinux() ? 20 : 18; // SIGTSTP
    private static readonly int s_continue = OperatingSystem.IsLinux() ? 18 : 19; // SIGCONT
    private static readonly TimeSpan s_refusal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_betweenCalls = TimeSpan.FromSeconds(1);

    private static readonly List<int> s_leaders = [];
    private static readonly Lock s_stopping = new();
    private static PosixSignalRegistration? s_registration;

    /// <summary>Called by whatever starts workers.</summary>
    public static void Watch()
    {
        if (!OperatingSystem.IsWindows())
        {
            s_registration ??= PosixSignalRegistration.Create(
                PosixSignal.SIGTSTP,
                static context => _ = StopUnlessRefusedAsync(context)
            );
        }
    }

    /// <summary>A worker with a group of its own has been started.</summary>
    public static void Add(int leader)
    {
        lock (s_leaders)
        {
            s_leaders.Add(leader);
        }
    }

    /// <summary>It has ended.</summary>
    public static void Remove(int leader)
    {
        lock (s_leaders)
        {
            s_leaders.Remove(leader);
        }
    }

    /// <summary>
    /// The program may refuse, and its handler comes after this one if it was there before: .NET calls the newest first, all with
    /// the same context.
    /// </summary>
    private static async Task StopUnlessRefusedAsync(PosixSignalContext context)
    {
        await Task.Delay(s_refusal).ConfigureAwait(false);
        if (!context.Cancel)
        {
            Stop();
        }
    }

    private static void Stop()
    {
        lock (s_stopping)
        {
            Tell(s_stop);
            StopSelf();
            Tell(s_continue);
        }

        // Once more: a worker that has workers itself may hear both before it acts on the first, and then stop.
        _ = Task.Delay(s_betweenCalls)
            .ContinueWith(
                static _ =>
                {
                    lock (s_stopping)
                    {
                        Tell(s_continue);
                    }
                },
                TaskScheduler.Default
            );
    }

    /// <summary>
    /// What the signal does to a process that does not listen to it, and what .NET does not do for one that does: stops this
    /// process, unless no shell is there to continue it. Returns when it goes on.
    /// </summary>
    private static void StopSelf()
    {
        const int Enough = 256; // for any system's struct sigaction; all zeros is the default action
        byte[] own = new byte[Enough];
        _ = sigaction(s_stop, new byte[Enough], own);
        _ = raise(s_stop);
        _ = sigaction(s_stop, own, new byte[Enough]);
    }

    private static void Tell(int signal)
    {
        lock (s_leaders)
        {
            foreach (int leader in s_leaders)
            {
                _ = kill(-leader, signal);
            }
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int raise(int signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sigaction(int signal, byte[] action, byte[] previous);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>What Linux tells of its limits on processes, threads (both are tasks to it) and open files, and of what is there.</summary>
internal static partial class LinuxLimits
{
    private const int Files = 7; // RLIMIT_NOFILE
    private const int Tasks = 6; // RLIMIT_NPROC
    private const int Stack = 3; // RLIMIT_STACK

    /// <summary>
    /// The folders of this process's control group and of those around it, such as a container, that limit processes. A process is
    /// hardly ever moved to others; what they allow is read anew each time.
    /// </summary>
    public static string[] Containers { get; } = FindContainers();

    /// <summary>How many files this process may have open.</summary>
    public static long MostFiles => Most(Files);

    /// <summary>How many processes and threads the user of this process may have.</summary>
    public static long MostTasksOfUser => Most(Tasks);

    /// <summary>How large a program's main stack may become, in bytes; a fraction of it is for arguments and environment.</summary>
    public static long MostStack => Most(Stack);

    /// <summary>How many processes and threads a container may have; null for as many as it likes.</summary>
    public static long? MostTasksOf(string container) =>
        long.TryParse(
            LinuxFile.ReadStart(container + "/pids.max"),
            CultureInfo.InvariantCulture,
            out long most
        )
            ? most
            : null;

    /// <summary>How many processes and threads are in a container.</summary>
    public static long TasksOf(string container) =>
        long.Parse(
            LinuxFile.ReadStart(container + "/pids.current") ?? "0",
            CultureInfo.InvariantCulture
        );

    /// <summary>How many processes and threads a user has, as far as this process sees them.</summary>
    public static long TasksOf(long user)
    {
        long tasks = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(
                    Path.GetFileName(folder.AsSpan()),
                    CultureInfo.InvariantCulture,
                    out int process
                )
                && ProcessStatus.Of(process) is { } status
                && status.User == user
            )
            {
                tasks += status.Threads;
            }
        }

        return tasks;
    }

    /// <summary>All processes and threads of the machine, whoever's.</summary>
    public static long AllTasks()
    {
        // 0.20 0.18 0.12 1/80 11206: the fourth is running/all.
        string load = LinuxFile.ReadStart("/proc/loadavg") ?? "0/0 ";
        int slash = load.IndexOf('/', StringComparison.Ordinal);
        int end = load.IndexOf(' ', slash);
        return long.Parse(load.AsSpan(slash + 1, end - slash - 1), CultureInfo.InvariantCulture);
    }

    /// <summary>How many files this process has open.</summary>
    public static long OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static string[] FindContainers()
    {
        List<string> containers = [];
        foreach (string line in (LinuxFile.ReadStart("/proc/self/cgroup") ?? "").Split('\n'))
        {
            // 8:pids:/docker/0a1b in version 1, 0::/user.slice in version 2.
            string? root =
                line.Contains(":pids:", StringComparison.Ordinal) ? "/sys/fs/cgroup/pids"
                : line.StartsWith("0::", StringComparison.Ordinal) ? "/sys/fs/cgroup"
                : null;
            if (root is null)
            {
                continue;
            }

            // Inside a container the path may be the host's, of which only the root is there.
            string path = line[line.IndexOf('/', StringComparison.Ordinal)..].TrimEnd('/');
            while (true)
            {
                if (File.Exists($"{root}{path}/pids.max"))
                {
                    containers.Add(root + path);
                }

                if (path.Length == 0)
                {
                    break;
                }

                path = path[..path.LastIndexOf('/')];
            }
        }

        return [.. containers];
    }

    private static long Most(int resource) =>
        getrlimit(resource, out Pair limit) == 0 && limit.Soft <= long.MaxValue
            ? (long)limit.Soft
            : long.MaxValue;

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getrlimit(int resource, out Pair limit);

    private readonly struct Pair
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}

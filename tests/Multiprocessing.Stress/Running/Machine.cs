using System.Globalization;

namespace Multiprocessing.Stress.Running;

/// <summary>What Linux tells of processes, files and sockets.</summary>
internal static class Machine
{
    /// <summary>Numbers of the live processes whose environment holds that entry: all descendants, whoever adopted them.</summary>
    public static int[] ProcessesMarked(string name, string value)
    {
        string entry = $"{name}={value}\0";
        return
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
                .Where(id =>
                    id > 0 && Read($"/proc/{id}/environ").Contains(entry, StringComparison.Ordinal)
                ),
        ];
    }

    /// <summary>The sockets and files of shared memory that those processes hold and that have names.</summary>
    public static string[] HeldBy(IEnumerable<int> processes)
    {
        string[] targets = [.. processes.SelectMany(Descriptors)];
        HashSet<string> inodes =
        [
            .. targets
                .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(target => target["socket:[".Length..^1]),
        ];
        return
        [
            .. targets.Where(target =>
                target.StartsWith("/dev/shm/", StringComparison.Ordinal)
                && !target.EndsWith(" (deleted)", StringComparison.Ordinal)
            ),
            .. Sockets()
                .Where(socket => inodes.Contains(socket.Inode))
                .Select(socket => socket.Name),
        ];
    }

    /// <summary>Whether a file of that path or a socket of that name is there.</summary>
    public static bool Exists(string name) =>
        File.Exists(name) || Sockets().Any(socket => socket.Name == name);

    private static IEnumerable<(string Inode, string Name)> Sockets() =>
        Read("/proc/net/unix")
            .Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length == 8)
            .Select(fields => (fields[6], fields[7]));

    private static string[] Descriptors(int process)
    {
        try
        {
            return
            [
                .. Directory
                    .GetFiles($"/proc/{process}/fd")
                    .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? ""),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // it ended meanwhile
        }
    }

    /// <summary>Numbers of the live processes whose parent is this one.</summary>
    public static int[] Children() =>
        [
            .. Directory
                .GetDirectories("/proc/self/task")
                .SelectMany(task =>
                    Read(Path.Combine(task, "children"))
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                )
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];

    /// <summary>Whether that process is there and has not ended.</summary>
    public static bool IsAlive(int process) => State(process) is not (null or 'Z' or 'X');

    /// <summary>Whether that process is stopped, as by Ctrl+Z.</summary>
    public static bool IsStopped(int process) => State(process) == 'T';

    /// <summary>Whether that process is alive and not stopped.</summary>
    public static bool Runs(int process) => IsAlive(process) && !IsStopped(process);

    /// <summary>Whether that process's first thread waits in a function of the kernel whose name begins so.</summary>
    public static bool WaitsIn(int process, string function) =>
        Read($"/proc/{process}/wchan").StartsWith(function, StringComparison.Ordinal);

    /// <summary>Whether that process is a worker, alive.</summary>
    public static bool IsWorker(int process) =>
        Read($"/proc/{process}/cmdline")
            .Contains("Multiprocessing.Worker", StringComparison.Ordinal);

    /// <summary>Descriptors of this process, assemblies apart: those stay once loaded.</summary>
    public static int Handles() =>
        Directory
            .GetFiles("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Count(target =>
                target is not null && !target.EndsWith(".dll", StringComparison.Ordinal)
            );

    /// <summary>The same once they are no more than that many, or after three seconds: output threads end in their own time.</summary>
    public static async Task<int> HandlesAtRestAsync(int most)
    {
        await Check
            .Eventually(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return Handles() <= most;
                },
                TimeSpan.FromSeconds(3)
            )
            .ConfigureAwait(false);
        return Handles();
    }

    /// <summary>Threads of this process, but those of .NET's thread pool, which come and go with the load.</summary>
    public static int Threads() =>
        Directory
            .GetDirectories("/proc/self/task")
            .Count(task =>
                !Read(Path.Combine(task, "comm")).StartsWith(".NET TP", StringComparison.Ordinal)
            );

    /// <summary>Resident memory in bytes; of its peak with <c>VmHWM</c>.</summary>
    public static long Memory(string process = "self", string field = "VmRSS") =>
        Read($"/proc/{process}/status")
            .Split('\n')
            .Where(line => line.StartsWith(field + ":", StringComparison.Ordinal))
            .Select(line =>
                long.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
                    CultureInfo.InvariantCulture
                ) * 1024
            )
            .FirstOrDefault();

    /// <summary>The letter by which Linux tells a process's state; null when it is gone.</summary>
    private static char? State(int process)
    {
        string status = Read($"/proc/{process}/stat");
        return status.Length == 0 ? null : status[status.LastIndexOf(')') + 2];
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended meanwhile
        }
    }
}

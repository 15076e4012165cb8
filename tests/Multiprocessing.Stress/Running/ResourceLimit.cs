using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Multiprocessing.Stress.Running;

/// <summary>A limit that Linux sets a process, which it may lower, and raise again to where it was.</summary>
/// <param name="Name">What a shell calls it.</param>
/// <param name="Number">What the kernel calls it.</param>
/// <param name="Used">How much this process, or its user, has of it.</param>
internal sealed partial record ResourceLimit(string Name, int Number, Func<int> Used)
{
    /// <summary>Processes and threads of the user; counted are this process's only.</summary>
    public static ResourceLimit Tasks { get; } =
        new("ulimit -u", 6, () => Directory.GetDirectories("/proc/self/task").Length);

    /// <summary>Descriptors of this process.</summary>
    public static ResourceLimit Files { get; } =
        new("ulimit -n", 7, () => Directory.GetFiles("/proc/self/fd").Length);

    public static ResourceLimit Named(string name) => name == Tasks.Name ? Tasks : Files;

    /// <summary>Lowers it until what is returned is disposed.</summary>
    public IDisposable LowerTo(int most)
    {
        Try(getrlimit(Number, out Pair before));
        Set(before with { Soft = (ulong)most });
        return new Restored(() => Set(before));
    }

    private void Set(Pair limit) => Try(setrlimit(Number, limit));

    private static void Try(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getrlimit(int resource, out Pair limit);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setrlimit(int resource, in Pair limit);

    private record struct Pair(ulong Soft, ulong Hard);

    private sealed class Restored(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}

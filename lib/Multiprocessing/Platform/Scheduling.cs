using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>On which cores, and how urgently, another process runs.</summary>
internal static partial class Scheduling
{
    /// <summary>How many cores can be told apart.</summary>
    public static readonly int MostCores = OperatingSystem.IsWindows() ? 64 : 1024;

    /// <exception cref="Win32Exception">The system does not allow it.</exception>
    public static void Apply(
        Process process,
        IReadOnlyList<int>? cores,
        ProcessPriorityClass? priority
    )
    {
        if (OperatingSystem.IsLinux())
        {
            // Linux schedules threads, and those that a process has already keep what they were born with.
            foreach (string thread in Directory.GetDirectories($"/proc/{process.Id}/task"))
            {
                int id = int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture);
                Apply(id, cores, priority);
            }

            return;
        }

        if (cores is not null && OperatingSystem.IsWindows())
        {
            process.ProcessorAffinity = (nint)
                cores.Aggregate(0L, (mask, core) => mask | (1L << core));
        }

        if (priority is { } urgency)
        {
            process.PriorityClass = urgency;
        }
    }

    private static void Apply(int thread, IReadOnlyList<int>? cores, ProcessPriorityClass? priority)
    {
        const int NoSuchThread = 3; // ESRCH: it has ended meanwhile
        if (cores is not null)
        {
            byte[] mask = new byte[MostCores / 8];
            foreach (int core in cores)
            {
                mask[core / 8] |= (byte)(1 << (core % 8));
            }

            if (
                sched_setaffinity(thread, (nuint)mask.Length, mask) != 0
                && Marshal.GetLastPInvokeError() is var error and not NoSuchThread
            )
            {
                throw new Win32Exception(
                    error,
                    $"CpuAffinity [{string.Join(", ", cores)}] is not to be had on this machine: {Marshal.GetPInvokeErrorMessage(error)}."
                );
            }
        }

        if (
            priority is { } urgency
            && setpriority(0, (uint)thread, NiceOf(urgency)) != 0
            && Marshal.GetLastPInvokeError() is var refusal and not NoSuchThread
        )
        {
            throw new Win32Exception(
                refusal,
                $"Priority {urgency} is not to be had for this user: {Marshal.GetPInvokeErrorMessage(refusal)}."
            );
        }
    }

    /// <summary>As .NET itself translates them (Process.PriorityClass).</summary>
    private static int NiceOf(ProcessPriorityClass priority) =>
        priority switch
        {
            ProcessPriorityClass.Idle => 19,
            ProcessPriorityClass.BelowNormal => 10,
            ProcessPriorityClass.AboveNormal => -6,
            ProcessPriorityClass.High => -11,
            ProcessPriorityClass.RealTime => -19,
            _ => 0,
        };

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sched_setaffinity(int thread, nuint length, byte[] mask);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, uint who, int nice);
}

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
            ApplyToThreads(process.Id, cores, priority);
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

    /// <summary>
    /// Linux schedules threads, and those that a process has already keep what they were born with. One may be born of another
    /// just before that one's turn; so it is over when nobody new is met.
    /// </summary>
    private static void ApplyToThreads(
        int process,
        IReadOnlyList<int>? cores,
        ProcessPriorityClass? priority
    )
    {
        HashSet<int> met = [];
        for (int before = -1; met.Count > before; )
        {
            before = met.Count;
            foreach (string thread in Directory.GetDirectories($"/proc/{process}/task"))
            {
                int id = int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture);
                if (met.Add(id))
                {
                    Apply(id, cores, priority);
                }
            }
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
                throw NotToBeHad(cores, error);
            }

            // The system is content with one core that is there, and leaves the others out without a word.
            byte[] granted = new byte[mask.Length];
            if (
                sched_getaffinity(thread, (nuint)granted.Length, granted) == 0
                && !granted.AsSpan().SequenceEqual(mask)
            )
            {
                const int InvalidArgument = 22;
                throw NotToBeHad(cores, InvalidArgument);
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

    private static Win32Exception NotToBeHad(IReadOnlyList<int> cores, int error) =>
        new(
            error,
            $"CpuAffinity [{string.Join(", ", cores)}] is not to be had on this machine: {Marshal.GetPInvokeErrorMessage(error)}."
        );

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
    private static partial int sched_getaffinity(int thread, nuint length, byte[] mask);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, uint who, int nice);
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>A job of Windows that holds this process and what it starts, and ends with this process.</summary>
/// <remarks>The Lab's <c>ProcessFamily</c> makes the same for its sessions; it does not depend on this library.</remarks>
internal static partial class JobObject
{
    private const uint KillOnJobClose = 0x2000;
    private const int ExtendedLimitInformation = 9;

    /// <summary>False where the system refuses, as it may in a job that forbids others within it.</summary>
    public static bool TryEnter()
    {
        nint job = CreateJobObject(0, null);
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        using Process self = Process.GetCurrentProcess();
        if (
            job != 0
            && SetInformationJobObject(
                job,
                ExtendedLimitInformation,
                ref limits,
                Marshal.SizeOf<ExtendedLimits>()
            )
            && AssignProcessToJobObject(job, self.Handle)
        )
        {
            // The handle stays open: the system closes it when this process ends, however it ends, and with it the job.
            return true;
        }

        if (job != 0)
        {
            _ = CloseHandle(job);
        }

        return false;
    }

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateJobObjectW",
        StringMarshalling = StringMarshalling.Utf16
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(
        nint job,
        int kind,
        ref ExtendedLimits limits,
        int size
    );

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(nint job, nint process);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        public long PerProcessUserTime;
        public long PerJobUserTime;
        public uint LimitFlags;
        public nuint MinimumWorkingSet;
        public nuint MaximumWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WrittenBytes;
        public ulong OtherBytes;
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}

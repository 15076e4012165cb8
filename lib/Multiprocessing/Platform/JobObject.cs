using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>A job of Windows that holds this process and what it starts, and ends with this process.</summary>
internal static partial class JobObject
{
    private const uint KillOnJobClose = 0x2000;
    private const int ExtendedLimitInformation = 9;

    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void Enter()
    {
        nint job = CreateJobObject(0, null);
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        using Process self = Process.GetCurrentProcess();
        // The handle stays open: the system closes it when this process ends, however it ends, and with it the job.
        if (
            job == 0
            || !SetInformationJobObject(
                job,
                ExtendedLimitInformation,
                ref limits,
                Marshal.SizeOf<ExtendedLimits>()
            )
            || !AssignProcessToJobObject(job, self.Handle)
        )
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateJobObjectW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(
        nint job,
        int kind,
        ref ExtendedLimits limits,
        int size
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(nint job, nint process);

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

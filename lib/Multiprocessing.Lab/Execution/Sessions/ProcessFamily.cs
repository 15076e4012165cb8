using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// A session and all that its cells start, so that none of it outlives the session: a process group on Unix, a job
/// that ends its members on Windows. The one file that knows either.
/// </summary>
internal static partial class ProcessFamily
{
    private const int SigKill = 9;
    private const uint KillOnJobClose = 0x2000;
    private const int ExtendedLimitInformation = 9;

    /// <summary>This process begins a family of its own; a Ctrl+C at the terminal is then the front's alone.</summary>
    public static void Begin()
    {
        if (OperatingSystem.IsWindows())
            BeginJob();
        else if (SetProcessGroup(0, 0) != 0)
            throw new Win32Exception();
    }

    /// <summary>Ends all that is left of the family of a session, running or gone.</summary>
    /// <remarks>
    /// Workers of Multiprocessing lead groups of their own, and end these and themselves when they see their parent gone. So they
    /// must not be killed here as well, as part of a tree.
    /// </remarks>
    public static void End(Process session)
    {
        // On Windows the job ends with its session, whose handle is the only one.
        if (!OperatingSystem.IsWindows())
            _ = Signal(-session.Id, SigKill);
        try
        {
            // Also a session that was too young to have begun its family.
            session.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It had ended.
        }
    }

    /// <summary>Ends this process and its family at once: the front is gone.</summary>
    public static void EndOwn()
    {
        if (!OperatingSystem.IsWindows())
            _ = Signal(0, SigKill);
        Process.GetCurrentProcess().Kill();
    }

    [SupportedOSPlatform("windows")]
    private static void BeginJob()
    {
        var job = CreateJobObject(0, null);
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        // The handle is left to the process: the system closes it when the process ends, however it ends.
        if (
            job == 0
            || !SetInformationJobObject(
                job,
                ExtendedLimitInformation,
                ref limits,
                Marshal.SizeOf<ExtendedLimits>()
            )
            || !AssignProcessToJobObject(job, Process.GetCurrentProcess().Handle)
        )
            throw new Win32Exception();
    }

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    [UnsupportedOSPlatform("windows")]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [UnsupportedOSPlatform("windows")]
    private static partial int Signal(int process, int signal);

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateJobObjectW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    private static partial nint CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(
        nint job,
        int kind,
        ref ExtendedLimits limits,
        int size
    );

    [LibraryImport("kernel32", SetLastError = true)]
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

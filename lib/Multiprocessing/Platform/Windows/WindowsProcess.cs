using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// Starts a process with pipes of ours as its standard streams. <see cref="Process.Start(ProcessStartInfo)"/> makes pipes that
/// can only be read by waiting in the read, so nobody could say that there is nothing more in one, nor wait for several.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class WindowsProcess
{
    private const uint Suspended = 0x4; // CREATE_SUSPENDED
    private const uint NewProcessGroup = 0x200; // CREATE_NEW_PROCESS_GROUP
    private const uint UnicodeEnvironment = 0x400; // CREATE_UNICODE_ENVIRONMENT
    private const uint ExtendedStartup = 0x8_0000; // EXTENDED_STARTUPINFO_PRESENT
    private const uint NoWindow = 0x800_0000; // CREATE_NO_WINDOW
    private const int UseStandardHandles = 0x100; // STARTF_USESTDHANDLES

    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static PipedProcess Start(ProcessStartInfo start)
    {
        using var streams = new StandardStreams();
        ProcessInformation made = Create(start, streams);
        try
        {
            // Before it runs, and so can end: its number is its own until then.
            var process = Process.GetProcessById(made.ProcessId);
            _ = process.SafeHandle; // by which .NET later knows how it ended
            if (ResumeThread(made.Thread) < 0)
            {
                throw new Win32Exception();
            }

            return streams.HandOver(process);
        }
        catch
        {
            _ = TerminateProcess(made.Process, 1);
            throw;
        }
        finally
        {
            _ = CloseHandle(made.Thread);
            _ = CloseHandle(made.Process);
        }
    }

    private static ProcessInformation Create(ProcessStartInfo start, StandardStreams streams)
    {
        nint* handles = stackalloc nint[3];
        var startup = new StartupInformation
        {
            Length = sizeof(StartupInformation),
            How = UseStandardHandles,
            Input = handles[0] = streams.ChildInput.DangerousGetHandle(),
            Output = handles[1] = streams.ChildOutput.DangerousGetHandle(),
            Error = handles[2] = streams.ChildError.DangerousGetHandle(),
        };
        nuint size = 0;
        _ = InitializeProcThreadAttributeList(null, 1, 0, ref size);
        byte[] attributes = new byte[size];
        // What CreateProcess is given it may change.
        char[] command = [.. CommandLine.Of(start.FileName, start.ArgumentList), '\0'];
        fixed (byte* list = attributes)
        fixed (char* line = command)
        fixed (char* environment = EnvironmentBlock.Of(start.Environment))
        {
            startup.Attributes = list;
            const nuint HandleList = 0x2_0002; // PROC_THREAD_ATTRIBUTE_HANDLE_LIST: it inherits these and no others
            if (
                !InitializeProcThreadAttributeList(list, 1, 0, ref size)
                || !UpdateProcThreadAttribute(
                    list,
                    0,
                    HandleList,
                    handles,
                    3 * (nuint)sizeof(nint),
                    null,
                    null
                )
            )
            {
                throw new Win32Exception();
            }

            try
            {
                streams.LetInherit();
                return CreateProcess(
                    null,
                    line,
                    null,
                    null,
                    true,
                    Suspended | UnicodeEnvironment | ExtendedStartup | Manner(start),
                    environment,
                    start.WorkingDirectory is { Length: > 0 } folder ? folder : null,
                    &startup,
                    out ProcessInformation made
                )
                    ? made
                    : throw Refused(start.FileName, Marshal.GetLastPInvokeError());
            }
            finally
            {
                DeleteProcThreadAttributeList(list);
            }
        }
    }

    /// <summary>A program without a console, a service say, gets no window for each of its workers.</summary>
    private static uint Manner(ProcessStartInfo start) =>
        (start.CreateNewProcessGroup ? NewProcessGroup : 0) | (GetConsoleCP() == 0 ? NoWindow : 0);

    private static Win32Exception Refused(string program, int error) =>
        new(error, $"'{program}' cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");

    /// <summary>The system's STARTUPINFOEX.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct StartupInformation
    {
        public int Length;
        public char* Reserved;
        public char* Desktop;
        public char* Title;
        public int Left;
        public int Top;
        public int Width;
        public int Height;
        public int Columns;
        public int Rows;
        public int Colours;
        public int How;
        public short Show;
        public short ReservedLength;
        public byte* ReservedBytes;
        public nint Input;
        public nint Output;
        public nint Error;
        public byte* Attributes;
    }

    /// <summary>The system's PROCESS_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessInformation
    {
        public nint Process;
        public nint Thread;
        public int ProcessId;
        public int ThreadId;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateProcess(
        char* program,
        char* commandLine,
        void* processSecurity,
        void* threadSecurity,
        [MarshalAs(UnmanagedType.Bool)] bool inherits,
        uint how,
        char* environment,
        [MarshalAs(UnmanagedType.LPWStr)] string? folder,
        StartupInformation* startup,
        out ProcessInformation made
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool InitializeProcThreadAttributeList(
        byte* list,
        int count,
        int reserved,
        ref nuint size
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool UpdateProcThreadAttribute(
        byte* list,
        int reserved,
        nuint attribute,
        void* value,
        nuint size,
        void* previous,
        nuint* previousSize
    );

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void DeleteProcThreadAttributeList(byte* list);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ResumeThread(nint thread);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint code);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetConsoleCP();

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);
}

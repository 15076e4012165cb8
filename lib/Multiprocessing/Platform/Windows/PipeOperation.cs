using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// What the system does with a pipe while its caller goes on: one read, write or connection at a time (OVERLAPPED). Only so can
/// a process read and write a pipe at the same time; calls that wait in the system take turns.
/// </summary>
[SupportedOSPlatform("windows")]
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The event is closed when it is collected, for a thread may be about to wait for it."
)]
internal sealed unsafe partial class PipeOperation
{
    private const int Underway = 997; // ERROR_IO_PENDING
    private const int AlreadyConnected = 535; // ERROR_PIPE_CONNECTED
    private const nint NoCompletionPort = 1; // set in the event's handle: nobody waits at the pipe's completion port, if it has one

    // The system writes here while it works, so it must not move; nor may it be collected, which is why a pipe's end keeps itself
    // alive until it is disposed of.
    private readonly NativeOverlapped[] _state = GC.AllocateArray<NativeOverlapped>(
        1,
        pinned: true
    );

    private readonly ManualResetEvent _done = new(initialState: true);
    private volatile bool _isUnderway;
    private int _error;

    private NativeOverlapped* State =>
        (NativeOverlapped*)Marshal.UnsafeAddrOfPinnedArrayElement(_state, 0);

    /// <summary>Set while nothing is underway.</summary>
    public SafeWaitHandle Done => _done.SafeWaitHandle;

    /// <summary>Whether the system is still at it.</summary>
    public bool IsUnderway
    {
        get
        {
            if (_isUnderway && WaitFor(TimeSpan.Zero))
            {
                _isUnderway = false;
            }

            return _isUnderway;
        }
    }

    /// <summary>Waits for bytes and takes them; with no room for any only waits for them.</summary>
    public void BeginRead(SafePipeHandle pipe, byte* target, int count) =>
        Begun(ReadFile(pipe, target, count, null, Begin()));

    /// <summary>Hands bytes over.</summary>
    public void BeginWrite(SafePipeHandle pipe, byte* bytes, int count) =>
        Begun(WriteFile(pipe, bytes, count, null, Begin()));

    /// <summary>Waits for a client.</summary>
    public void BeginConnect(SafePipeHandle pipe) => Begun(ConnectNamedPipe(pipe, Begin()));

    /// <summary>Ends it, if it is not done; returns when the system is no longer at it.</summary>
    public void Cancel(SafePipeHandle pipe)
    {
        if (IsUnderway)
        {
            TryCancel(pipe, State);
            _ = Complete(out _);
        }
    }

    /// <summary>Ends what this process has underway with a pipe.</summary>
    public static void CancelAll(SafePipeHandle pipe) => TryCancel(pipe, null);

    /// <summary>Waits until it is done, at most that long.</summary>
    public bool WaitFor(TimeSpan patience) => PipeWait.IsSet(Done, patience);

    /// <summary>Waits until it is done.</summary>
    /// <param name="count">How many bytes were read or written.</param>
    /// <returns>The system's error; 0 where there was none.</returns>
    public int Complete(out int count)
    {
        _ = WaitFor(Timeout.InfiniteTimeSpan);
        _isUnderway = false;
        count = 0;
        if (_error != 0)
        {
            return _error;
        }

        // InternalLow and -High are the status and the number of bytes: documented, and readable without the handle, which
        // somebody may have closed.
        int error = RtlNtStatusToDosError((int)_state[0].InternalLow);
        count = error == 0 ? (int)_state[0].InternalHigh : 0;
        return error;
    }

    /// <remarks>
    /// The system resets the event as it begins. Not this: if the pipe is closed by now nothing begins, and nobody must wait for it.
    /// </remarks>
    private NativeOverlapped* Begin()
    {
        _state[0] = new NativeOverlapped
        {
            EventHandle = Done.DangerousGetHandle() | NoCompletionPort,
        };
        return State;
    }

    private static void TryCancel(SafePipeHandle pipe, NativeOverlapped* state)
    {
        try
        {
            _ = CancelIoEx(pipe, state); // refused when it is done
        }
        catch (ObjectDisposedException)
        {
            // The pipe is closed, which ends everything.
        }
    }

    private void Begun(bool isDone)
    {
        int error = isDone ? 0 : Marshal.GetLastPInvokeError();
        _isUnderway = error == Underway;
        _error = error is Underway or AlreadyConnected ? 0 : error;
        if (!_isUnderway)
        {
            _done.Set(); // the system does so only for what it has begun
        }
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadFile(
        SafePipeHandle pipe,
        byte* target,
        int count,
        int* read,
        NativeOverlapped* state
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteFile(
        SafePipeHandle pipe,
        byte* bytes,
        int count,
        int* written,
        NativeOverlapped* state
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ConnectNamedPipe(SafePipeHandle pipe, NativeOverlapped* state);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CancelIoEx(SafePipeHandle pipe, NativeOverlapped* state);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int RtlNtStatusToDosError(int status);
}

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

    // The system writes here while it works, so it must not move, nor be collected.
    private readonly NativeOverlapped[] _state = GC.AllocateArray<NativeOverlapped>(
        1,
        pinned: true
    );

    private readonly ManualResetEvent _done = new(initialState: true);
    private volatile bool _isUnderway;
    private byte[]? _kept; // only so that it is not collected
    private nint _self; // keeps this alive while it is underway
    private int _error;

    /// <summary>The system's error with which it did not even begin; 0 where it did.</summary>
    public int Error => _error;

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
                LetGo();
            }

            return _isUnderway;
        }
    }

    /// <summary>Waits for bytes and takes them; with no room for any only waits for them.</summary>
    public void BeginRead(SafePipeHandle pipe, byte* target, int count) =>
        Begun(ReadFile(pipe, target, count, null, Begin()));

    /// <summary>Hands bytes over, which must stay where they are until it is done.</summary>
    /// <param name="pipe">The pipe.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many.</param>
    /// <param name="kept">What they lie in, pinned, where nobody else keeps that.</param>
    public void BeginWrite(SafePipeHandle pipe, byte* bytes, int count, byte[]? kept)
    {
        _kept = kept;
        Begun(WriteFile(pipe, bytes, count, null, Begin()));
    }

    /// <summary>Waits for a client.</summary>
    public void BeginConnect(SafePipeHandle pipe) => Begun(ConnectNamedPipe(pipe, Begin()));

    /// <summary>Ends it, if it is not done; returns when the system is no longer at it.</summary>
    /// <param name="pipe">The handle itself, which the caller keeps open.</param>
    public void Cancel(nint pipe)
    {
        if (IsUnderway)
        {
            _ = CancelIoEx(pipe, State); // refused when it is done
            _ = Complete(out _);
        }
    }

    /// <summary>Ends what this process has underway with a pipe.</summary>
    /// <param name="pipe">The handle itself, which the caller keeps open.</param>
    public static void CancelAll(nint pipe) => _ = CancelIoEx(pipe, null);

    /// <summary>Waits until it is done, at most that long.</summary>
    public bool WaitFor(TimeSpan patience) => PipeWait.IsSet(Done, patience);

    /// <summary>Waits until it is done.</summary>
    /// <param name="count">How many bytes were read or written.</param>
    /// <returns>The system's error; 0 where there was none.</returns>
    public int Complete(out int count)
    {
        _ = WaitFor(Timeout.InfiniteTimeSpan);
        _isUnderway = false;
        LetGo();
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

    private void LetGo()
    {
        nint self = Interlocked.Exchange(ref _self, 0);
        if (self != 0)
        {
            GCHandle.FromIntPtr(self).Free();
        }
    }

    private void Begun(bool isDone)
    {
        int error = isDone ? 0 : Marshal.GetLastPInvokeError();
        _isUnderway = error == Underway;
        if (_isUnderway)
        {
            _self = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        }

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
    private static partial bool CancelIoEx(nint pipe, NativeOverlapped* state);

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int RtlNtStatusToDosError(int status);
}

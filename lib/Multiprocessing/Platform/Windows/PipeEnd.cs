using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// One end of a pipe, for one thread that reads, one that writes and one that waits, at the same time. Windows cannot say whether
/// a pipe would take bytes, and no wait is for a pipe itself. So who waits for bytes begins a read of none, which is done as soon
/// as there are some; and who must not wait begins a write and leaves it to the system.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class PipeEnd : IAwaitable, IDisposable
{
    private const int Broken = 109; // ERROR_BROKEN_PIPE
    private const int Closing = 232; // ERROR_NO_DATA
    private const int NotConnected = 233; // ERROR_PIPE_NOT_CONNECTED
    private const int EndOfFile = 38; // ERROR_HANDLE_EOF

    private readonly SafePipeHandle _handle;
    private readonly IDisposable _owner; // closes the handle, if only because it is collected
    private readonly PipeOperation _looking = new();
    private readonly PipeOperation _reading = new();
    private readonly PipeOperation _writing = new();
    private byte[]? _leaving; // what a write takes along that nobody waits for
    private bool _isDisposed;

    /// <param name="handle">For asynchronous use.</param>
    /// <param name="owner">What it belongs to; disposed of with this.</param>
    public PipeEnd(SafePipeHandle handle, IDisposable owner)
    {
        _handle = handle;
        _owner = owner;
    }

    /// <param name="handle">For asynchronous use; closed with this.</param>
    public PipeEnd(SafePipeHandle handle)
        : this(handle, owner: handle) { }

    public SafePipeHandle Handle => _handle;

    /// <inheritdoc/>
    public SafeWaitHandle Signal => _looking.Done;

    /// <summary>Takes bytes as soon as there are any; 0 at the end.</summary>
    /// <exception cref="Win32Exception">The system refuses, or this was disposed of.</exception>
    public int Read(Span<byte> target)
    {
        while (true)
        {
            int error;
            int count;
            fixed (byte* bytes = target)
            {
                _reading.BeginRead(_handle, bytes, target.Length);
                error = _reading.Complete(out count);
            }

            if (error != 0)
            {
                return IsEnd(error) ? 0 : throw new Win32Exception(error);
            }

            if (count > 0) // somebody may write nothing, which is not the end
            {
                return count;
            }
        }
    }

    /// <summary>Takes bytes if there are any now; null where there are none, 0 at the end.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public int? TryRead(Span<byte> target) =>
        Available() switch
        {
            null => 0,
            0 => null,
            _ => Read(target),
        };

    /// <summary>Whether there are bytes, or the other end is gone; waits at most that long for it.</summary>
    public bool HasBytes(TimeSpan patience) =>
        IsReady() || (patience != TimeSpan.Zero && PipeWait.Select([this], patience).Count > 0);

    /// <inheritdoc/>
    public bool IsReady() => Available() is not 0;

    /// <inheritdoc/>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public void BeginWait()
    {
        _looking.BeginRead(_handle, null, 0);
        if (_looking.Error is not 0 and var error && !IsEnd(error))
        {
            throw new Win32Exception(error);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The thread may end next, and then nobody would learn what became of what it had begun.</remarks>
    public void EndWait()
    {
        if (TryHold(out nint pipe))
        {
            _looking.Cancel(pipe);
            _handle.DangerousRelease();
        }
        else
        {
            _ = _looking.Complete(out _); // the pipe is closed, with which the system ends a read
        }
    }

    /// <summary>Hands bytes over; returns when the other end, or the system for it, has them.</summary>
    /// <exception cref="Win32Exception">The other end is gone, or this was disposed of.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        EndWrite();
        fixed (byte* start = bytes)
        {
            BeginWrite(start, bytes.Length);
            EndWrite();
        }
    }

    /// <summary>Hands bytes over without waiting, unless earlier ones are still on their way.</summary>
    /// <remarks>
    /// On a thread that lives on for as long as they may be: the system takes back what a thread has begun when that ends.
    /// </remarks>
    /// <returns>How many; 0 where earlier ones are on their way.</returns>
    /// <inheritdoc cref="Write" path="/exception"/>
    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (_writing.IsUnderway)
        {
            return 0;
        }

        EndWrite();
        _leaving ??= GC.AllocateUninitializedArray<byte>(NamedPipe.BufferLength, pinned: true);
        int count = Math.Min(bytes.Length, _leaving.Length);
        bytes[..count].CopyTo(_leaving);
        BeginWrite((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_leaving, 0), count, _leaving);
        return count;
    }

    /// <summary>Closes the pipe. Who waits in a call gets an error or the end.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (TryHold(out nint pipe))
        {
            PipeOperation.CancelAll(pipe);
            _handle.DangerousRelease();
        }

        _owner.Dispose(); // with it the system ends a read that another thread has begun meanwhile
        _ = _writing.Complete(out _);
    }

    /// <summary>
    /// Begins a write, and ends it if <see cref="Dispose"/> may have ended the others just before: closing a pipe leaves what its
    /// end has written for the other to read, so it would wait for that.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many.</param>
    /// <param name="kept">What they lie in, where nobody else keeps that.</param>
    private void BeginWrite(byte* bytes, int count, byte[]? kept = null)
    {
        ObjectDisposedException.ThrowIf(!TryHold(out nint pipe), this);
        try
        {
            _writing.BeginWrite(_handle, bytes, count, kept);
            if (Volatile.Read(ref _isDisposed))
            {
                _writing.Cancel(pipe);
            }
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>Keeps the handle open; false when it is closed.</summary>
    private bool TryHold(out nint pipe)
    {
        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            // The false that is returned.
        }

        pipe = _handle.DangerousGetHandle();
        return isHeld;
    }

    /// <summary>How many bytes there are now; null when the other end is gone and has left none.</summary>
    private int? Available() =>
        PeekNamedPipe(_handle, null, 0, null, out int available, null) ? available : null;

    private void EndWrite()
    {
        int error = _writing.Complete(out _);
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static bool IsEnd(int error) => error is Broken or Closing or NotConnected or EndOfFile;

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PeekNamedPipe(
        SafePipeHandle pipe,
        byte* target,
        int count,
        int* read,
        out int available,
        int* left
    );
}

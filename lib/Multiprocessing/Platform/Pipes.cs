using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>
/// Reading a pipe without ever waiting in the read itself, which .NET does not offer: whoever drains a worker's output must
/// be able to say "there is nothing more" at a given moment. And writing to one.
/// </summary>
internal static partial class Pipes
{
    private static readonly TimeSpan s_windowsPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until one of the pipes has bytes or has ended.</summary>
    public static void WaitReadable(ReadOnlySpan<SafeHandle> pipes)
    {
        if (OperatingSystem.IsWindows())
        {
            while (!AnyReadable(pipes))
            {
                Thread.Sleep(s_windowsPause); // an anonymous pipe of Windows cannot be waited for
            }
        }
        else
        {
            Polling.WaitReadable(pipes, Timeout.Infinite);
        }
    }

    /// <summary>Whether one of the pipes has bytes now, or has ended.</summary>
    public static bool AreReadable(ReadOnlySpan<SafeHandle> pipes) =>
        OperatingSystem.IsWindows()
            ? AnyReadable(pipes)
            : Polling.WaitReadable(pipes, milliseconds: 0) != 0;

    /// <summary>The next bytes if there are any now: their number, 0 when the pipe has ended, null when it is empty.</summary>
    public static int? ReadAvailable(SafeHandle pipe, Span<byte> target)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!PeekNamedPipe(pipe, 0, 0, 0, out uint available, 0))
            {
                return 0;
            }

            return available == 0 ? null
                : ReadFile(pipe, target, (uint)target.Length, out uint got, 0) ? (int)got
                : 0;
        }

        if (Polling.WaitReadable([pipe], 0) == 0)
        {
            return null;
        }

        return (int)Math.Max(0, read(pipe, target, (nuint)target.Length));
    }

    /// <summary>All that comes through this process's standard input, up to its end.</summary>
    public static byte[] ReadStandardInput()
    {
        if (OperatingSystem.IsWindows())
        {
            using Stream stream = Console.OpenStandardInput();
            using var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        }

        // Not by the console's stream: that takes a worker longer than all else before it meets its parent.
        using var input = new SafeFileHandle(0, ownsHandle: false);
        byte[] bytes = new byte[4096];
        int count = 0;
        while (true)
        {
            nint got = read(input, bytes.AsSpan(count), (nuint)(bytes.Length - count));
            if (got == 0 || (got < 0 && Marshal.GetLastPInvokeError() != Polling.Interrupted))
            {
                return bytes[..count];
            }

            count += (int)Math.Max(0, got);
            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, 2 * count);
            }
        }
    }

    /// <summary>Hands all bytes over.</summary>
    /// <exception cref="IOException">Nobody reads them.</exception>
    public static void Write(PipeStream pipe, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            pipe.Write(bytes);
            return;
        }

        // Not by the stream: its first write brings up all of .NET's sockets.
        while (!bytes.IsEmpty)
        {
            nint written = write(pipe.SafePipeHandle, bytes, (nuint)bytes.Length);
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (written < 0 && error != Polling.Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }

            bytes = bytes[(int)Math.Max(0, written)..];
        }
    }

    private static bool AnyReadable(ReadOnlySpan<SafeHandle> pipes)
    {
        foreach (SafeHandle pipe in pipes)
        {
            if (!PeekNamedPipe(pipe, 0, 0, 0, out uint available, 0) || available > 0)
            {
                return true;
            }
        }

        return false;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint read(SafeHandle descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(SafeHandle descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PeekNamedPipe(
        SafeHandle pipe,
        nint buffer,
        uint size,
        nint read,
        out uint available,
        nint left
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadFile(
        SafeHandle file,
        Span<byte> buffer,
        uint size,
        out uint read,
        nint overlapped
    );
}

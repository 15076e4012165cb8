using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>Waiting for pipes and sockets of Linux and macOS.</summary>
internal static unsafe partial class Polling
{
    /// <summary>How many can be waited for at once.</summary>
    public const int Most = 64;

    /// <summary>The error of a call that a signal has met, and that is to be made again: EINTR of Linux and macOS.</summary>
    public const int Interrupted = 4;

    private const short PollIn = 1;
    private const short PollOut = 4;

    /// <summary>Waits until one of them has bytes, or somebody to accept, or has ended.</summary>
    /// <param name="handles">At most <see cref="Most"/>.</param>
    /// <param name="milliseconds">How long at most; <see cref="Timeout.Infinite"/> for ever.</param>
    /// <returns>Which of them: bit 0 for the first. None when the time is over.</returns>
    public static ulong WaitReadable(ReadOnlySpan<SafeHandle> handles, int milliseconds)
    {
        PollEntry* entries = stackalloc PollEntry[Most];
        for (int i = 0; i < handles.Length; i++)
        {
            entries[i] = new PollEntry
            {
                Descriptor = (int)handles[i].DangerousGetHandle(),
                Wanted = PollIn,
            };
        }

        while (poll(entries, (nuint)handles.Length, milliseconds) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var error and not Interrupted)
            {
                throw new Win32Exception(error);
            }
        }

        ulong ready = 0;
        for (int i = 0; i < handles.Length; i++)
        {
            ready |= entries[i].Got == 0 ? 0 : 1ul << i;
        }

        return ready;
    }

    /// <summary>Whether a socket takes bytes now.</summary>
    public static bool IsWritable(SafeHandle handle)
    {
        var entry = new PollEntry
        {
            Descriptor = (int)handle.DangerousGetHandle(),
            Wanted = PollOut,
        };
        return poll(&entry, 1, 0) > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Got;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int poll(PollEntry* entries, nuint count, int milliseconds);
}

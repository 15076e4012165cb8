using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>This process's standard input.</summary>
internal static partial class StandardInput
{
    /// <summary>All that comes through it, up to its end.</summary>
    public static byte[] ReadAll()
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

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint read(SafeHandle descriptor, Span<byte> buffer, nuint count);
}

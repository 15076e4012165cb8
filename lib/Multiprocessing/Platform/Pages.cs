using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>What a process does with its own view of shared pages.</summary>
internal static partial class Pages
{
    /// <summary>
    /// Puts empty pages of this process's own in the place of shared ones: the shared memory is given back, yet whoever still
    /// goes there finds zeros instead of nothing.
    /// </summary>
    /// <returns>False where the system cannot; the shared pages are still in place then.</returns>
    public static bool TryReplace(nint address, nuint length)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        const int ReadWrite = 0x1 | 0x2;
        const int PrivateAtThisPlace = 0x2 | 0x10;
        int ownMemory = OperatingSystem.IsLinux() ? 0x20 : 0x1000;
        return mmap(address, length, ReadWrite, PrivateAtThisPlace | ownMemory, -1, 0) == address;
    }

    /// <summary>A view of a file that this process shares with others; not on Windows.</summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static nint Share(SafeFileHandle file, nuint length)
    {
        const int ReadWrite = 0x1 | 0x2;
        const int Shared = 0x1;
        nint address = mmap(0, length, ReadWrite, Shared, (int)file.DangerousGetHandle(), 0);
        return address != -1 ? address : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Gives up a view that <see cref="Share"/> made.</summary>
    public static void Release(nint address, nuint length) => _ = munmap(address, length);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint mmap(
        nint address,
        nuint length,
        int access,
        int kind,
        int file,
        nint offset
    );

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int munmap(nint address, nuint length);
}

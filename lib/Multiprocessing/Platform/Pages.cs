using System.Runtime.InteropServices;

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

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint mmap(
        nint address,
        nuint length,
        int access,
        int kind,
        int file,
        nint offset
    );
}

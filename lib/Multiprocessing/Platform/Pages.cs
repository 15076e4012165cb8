using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>What a process asks of the system about its own pages, and about its view of shared ones.</summary>
internal static partial class Pages
{
    private const int LargePage = 2 * 1024 * 1024;

    /// <summary>
    /// Asks for large pages for memory that is about to be filled, where whole ones lie in it: most of the cost of fresh memory
    /// is that of getting its pages one by one. No more memory is taken than without, and where the system has none it is as before.
    /// </summary>
    public static unsafe void PreferLarge(Span<byte> memory)
    {
        if (memory.Length < LargePage || !OperatingSystem.IsLinux())
        {
            return;
        }

        const int HugePage = 14;
        fixed (byte* start = memory)
        {
            nuint first = ((nuint)start + LargePage - 1) / LargePage * LargePage;
            nuint end = ((nuint)start + (nuint)memory.Length) / LargePage * LargePage;
            if (end > first)
            {
                _ = madvise((nint)first, end - first, HugePage);
            }
        }
    }

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
    private static partial int madvise(nint address, nuint length, int advice);

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

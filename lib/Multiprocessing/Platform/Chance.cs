using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Multiprocessing.Platform;

/// <summary>Bytes that nobody can guess.</summary>
internal static partial class Chance
{
    /// <summary>That many random bytes, fit for secrets.</summary>
    public static byte[] Bytes(int count)
    {
        // On Linux from the kernel itself, where .NET gets them too, but by way of OpenSSL: to load that takes 3 ms.
        byte[] bytes = new byte[count];
        if (!OperatingSystem.IsLinux() || getrandom(bytes, count, 0) != count)
        {
            RandomNumberGenerator.Fill(bytes);
        }

        return bytes;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint getrandom(byte[] bytes, nint count, uint how);
}

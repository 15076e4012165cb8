using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>
/// Files of Linux by the system's own calls: .NET's take a process two milliseconds to come up, and its first look at a file is
/// one that somebody waits for.
/// </summary>
internal static partial class LinuxFile
{
    private const int CloseOnExec = 0x80000;
    private const int NoPermission = 1; // EPERM
    private const int NotThere = 2; // ENOENT
    private const int NoSuchProcess = 3; // ESRCH
    private const int NoAccess = 13; // EACCES
    private const int NoFolder = 20; // ENOTDIR

    /// <summary>
    /// The first 16 KB of a file's text, each byte a character; null when the file is not there, nobody may see it, or the process
    /// that it tells of has gone.
    /// </summary>
    /// <exception cref="IOException">The system refuses, say for lack of descriptors.</exception>
    public static string? ReadStart(string path)
    {
        const int ReadOnly = 0;
        using SafeFileHandle? file = Open(path, ReadOnly);
        if (file is null)
        {
            return null;
        }

        byte[] bytes = new byte[16 * 1024];
        nint got;
        while ((got = read(file, bytes, bytes.Length)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == NoSuchProcess)
            {
                return null;
            }

            if (error != Polling.Interrupted)
            {
                throw Refused(error);
            }
        }

        return Encoding.Latin1.GetString(bytes, 0, (int)got);
    }

    /// <summary>Whether this process may write to a file, or make files in a folder.</summary>
    public static bool MayWrite(string path)
    {
        const int Writing = 2;
        return access(path, Writing) == 0;
    }

    /// <summary>Opens a file for reading and writing; null when it is not there, or nobody may.</summary>
    /// <exception cref="IOException">The system refuses, say for lack of descriptors.</exception>
    public static SafeFileHandle? Open(string path)
    {
        const int ReadWrite = 2;
        return Open(path, ReadWrite);
    }

    private static SafeFileHandle? Open(string path, int how)
    {
        int descriptor;
        while ((descriptor = open(path, how | CloseOnExec)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error is NoPermission or NotThere or NoSuchProcess or NoAccess or NoFolder)
            {
                return null;
            }

            if (error != Polling.Interrupted)
            {
                throw Refused(error);
            }
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static IOException Refused(int error) =>
        new(Marshal.GetPInvokeErrorMessage(error), error);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int how);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int access(string path, int how);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint read(SafeHandle file, byte[] target, nint count);
}

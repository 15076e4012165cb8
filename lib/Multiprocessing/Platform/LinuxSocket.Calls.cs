using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <content>The system's calls.</content>
internal sealed partial class LinuxSocket
{
    /// <summary>The kernel's struct ucred.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Credentials
    {
        public const int Length = 12;

        public int Process;
        public uint User;
        public uint Group;
    }

    /// <summary>The kernel's struct timeval.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public static int Length => 2 * nint.Size;

        public nint Seconds;
        public nint Microseconds;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle socket(int family, int kind, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int bind(SafeHandle socket, byte[] name, int length);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int listen(SafeHandle socket, int guests);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int connect(SafeHandle socket, byte[] name, int length);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle accept4(
        SafeHandle socket,
        nint name,
        nint length,
        int kind
    );

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint send(SafeHandle socket, in byte bytes, nint count, int how);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint recv(SafeHandle socket, ref byte target, nint count, int how);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getsockopt(
        SafeHandle socket,
        int level,
        int option,
        out Credentials value,
        ref int length
    );

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setsockopt(
        SafeHandle socket,
        int level,
        int option,
        in TimeValue value,
        int length
    );

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int shutdown(SafeHandle socket, int how);
}

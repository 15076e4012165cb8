using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>Whose process is at the other end of a local socket: the kernel tells, so nobody can feign it.</summary>
internal static partial class PeerUser
{
    /// <summary>The number of the user, if it is another than this process's; null too where the system does not tell.</summary>
    public static uint? OtherThanOwn(Socket socket) =>
        Of(socket) is { } user && user != OwnUser() ? user : null;

    private static uint? Of(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            const int sockets = 1; // SOL_SOCKET
            const int peerCredentials = 17; // SO_PEERCRED: process, user and group
            Span<byte> credentials = stackalloc byte[3 * sizeof(uint)];
            socket.GetRawSocketOption(sockets, peerCredentials, credentials);
            return BitConverter.ToUInt32(credentials[sizeof(uint)..]);
        }
        return OperatingSystem.IsMacOS() && PeerId(socket.SafeHandle, out var user, out _) == 0
            ? user
            : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint OwnUser();

    [LibraryImport("libc", EntryPoint = "getpeereid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int PeerId(SafeHandle socket, out uint user, out uint group);
}

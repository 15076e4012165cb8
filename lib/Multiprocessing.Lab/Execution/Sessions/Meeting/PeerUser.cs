using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Sessions.Meeting;

/// <summary>Whose process is at the other end of a local socket: the kernel tells, so nobody can feign it.</summary>
internal static partial class PeerUser
{
    /// <summary>
    /// In words who it is, if it is another than this process's user; null if not. A system that should tell and does not, makes
    /// everybody another.
    /// </summary>
    public static string? OtherThanOwn(Socket socket)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return null;
        var user = Of(socket);
        return user == OwnUser() ? null
            : user is null ? "Somebody whom the system does not name"
            : $"Another user, {user},";
    }

    private static uint? Of(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            const int sockets = 1; // SOL_SOCKET
            const int peerCredentials = 17; // SO_PEERCRED: process, user and group
            Span<byte> credentials = stackalloc byte[3 * sizeof(uint)];
            try
            {
                socket.GetRawSocketOption(sockets, peerCredentials, credentials);
            }
            catch (SocketException)
            {
                return null; // of this connection alone nobody knows
            }
            return BitConverter.ToUInt32(credentials[sizeof(uint)..]);
        }
        return PeerId(socket.SafeHandle, out var user, out _) == 0 ? user : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint OwnUser();

    [LibraryImport("libc", EntryPoint = "getpeereid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int PeerId(SafeHandle socket, out uint user, out uint group);
}

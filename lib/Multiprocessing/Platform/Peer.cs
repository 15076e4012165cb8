using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>
/// Who is at the other end of a local socket, as the kernel noted it when that one connected, or began to listen: nobody can
/// feign it. The Lab, which does not depend on this library, has its own, <c>PeerUser</c>.
/// </summary>
/// <param name="user">Its effective user; null where the system does not tell.</param>
/// <param name="process">Its process; 0 where the system does not tell.</param>
internal readonly partial struct Peer(uint? user, int process)
{
    public uint? User => user;

    public int Process => process;

    /// <summary>Whether it is known to belong to another user than this process does.</summary>
    public bool IsOfAnotherUser => user is { } known && known != geteuid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint geteuid();
}

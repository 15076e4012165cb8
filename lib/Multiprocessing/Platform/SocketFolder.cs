using System.Runtime.InteropServices;
using System.Text;

namespace Multiprocessing.Platform;

/// <summary>
/// A new folder that only this user may enter, for a socket; not on Windows. The Lab compiles this file too, for its sessions.
/// </summary>
internal sealed partial class SocketFolder : IDisposable
{
    private const int LongestAddress = 103; // bytes, on macOS; Linux has room for four more
    private const string Shortest = "/tmp";

    /// <exception cref="IOException">The system refuses.</exception>
    public SocketFolder()
    {
        // A long TMPDIR leaves no room for the name of a socket.
        if (
            !TryMakeIn(System.IO.Path.GetTempPath(), out string? path)
            && !TryMakeIn(Shortest, out path)
        )
        {
            throw new IOException(
                $"No folder for a socket can be made in '{System.IO.Path.GetTempPath()}' (TMPDIR) or '{Shortest}': {Marshal.GetLastPInvokeErrorMessage()}"
            );
        }

        Path = path;
    }

    public string Path { get; }

    /// <summary>Where the socket is to be.</summary>
    public string Socket => SocketIn(Path);

    /// <summary>Removes the folder, and the socket in it.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static string SocketIn(string folder) => System.IO.Path.Combine(folder, "s");

    private static bool TryMakeIn(string parent, out string path)
    {
        path = System.IO.Path.Combine(parent, "mp-XXXXXX");
        if (Encoding.UTF8.GetByteCount(SocketIn(path)) > LongestAddress)
        {
            return false;
        }

        byte[] name = [.. Encoding.UTF8.GetBytes(path), 0];
        bool isMade = mkdtemp(name) != 0;
        path = Encoding.UTF8.GetString(name.AsSpan(0, name.Length - 1));
        return isMade;
    }

    /// <summary>Puts six characters in place of the last six, and makes a folder of that name, for its owner only.</summary>
    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint mkdtemp(byte[] name);
}

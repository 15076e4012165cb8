namespace Multiprocessing.Lab.Execution.Sessions.Meeting;

/// <summary>
/// A place where processes of this user on this machine connect to: a socket in a folder that only the user can enter, on
/// Windows a named pipe that only the user can open.
/// </summary>
internal abstract class LocalListener : IDisposable
{
    public static LocalListener Open() =>
        OperatingSystem.IsWindows() ? new NamedPipeListener() : new SocketListener();

    /// <exception cref="IOException">Nobody listens there, or somebody else.</exception>
    /// <param name="address">Where they listen.</param>
    /// <param name="isReadAlone">Nobody writes to it while a thread waits in a read.</param>
    public static Stream Connect(string address, bool isReadAlone = false) =>
        OperatingSystem.IsWindows()
            ? NamedPipeListener.ConnectTo(address, isReadAlone)
            : SocketListener.ConnectTo(address);

    /// <summary>By what others find it.</summary>
    public abstract string Address { get; }

    /// <summary>The next of this user's that connects; others are turned away.</summary>
    public abstract Task<Stream> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>Nobody can connect any more, and no trace is left on the disk. Who has connected stays so.</summary>
    public abstract void Dispose();
}

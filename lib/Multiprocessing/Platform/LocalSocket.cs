using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Platform;

/// <summary>
/// One end of a stream of bytes between two processes of this machine, or a place where others connect to: a Unix domain
/// socket, on Windows a named pipe. Calls wait. Any thread may dispose of it; who waits in a call then gets an error or the end
/// of the stream.
/// </summary>
/// <remarks>
/// On Linux and Windows these are the system's own calls. <see cref="System.Net.Sockets.Socket"/> does the same elsewhere, but
/// makes a process work for 8 ms before its first byte: for its telemetry, and for asynchronous calls that nobody makes here.
/// </remarks>
internal abstract class LocalSocket : IDisposable
{
    /// <summary>Waits for others at an address.</summary>
    /// <param name="address">
    /// The path of a file to be made; with a leading @ a name in the kernel, which only Linux has; on Windows the name of a pipe.
    /// </param>
    /// <exception cref="System.Net.Sockets.SocketException">The system refuses, say for lack of descriptors.</exception>
    public static LocalSocket Listen(string address) =>
        OperatingSystem.IsLinux() ? LinuxSocket.ListenAt(address)
        : OperatingSystem.IsWindows() ? PipeListener.ListenAt(address)
        : NetSocket.ListenAt(address);

    /// <summary>Connects to who waits at an address.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody waits there, or the system refuses.</exception>
    public static LocalSocket Connect(string address) =>
        TryConnect(address, Timeout.InfiniteTimeSpan)!;

    /// <summary>Connects to who waits at an address, unless too many others want to.</summary>
    /// <param name="address">As in <see cref="Listen"/>.</param>
    /// <param name="patience">
    /// How long to wait until some of the others have been accepted; macOS refuses at once.
    /// </param>
    /// <returns>Null when there was no room in that time.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody waits there, or the system refuses.</exception>
    public static LocalSocket? TryConnect(string address, TimeSpan patience) =>
        OperatingSystem.IsLinux() ? LinuxSocket.TryConnectTo(address, patience)
        : OperatingSystem.IsWindows() ? PipeSocket.TryConnectTo(address, patience)
        : NetSocket.ConnectTo(address);

    /// <summary>Who is at the other end.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system does not tell.</exception>
    public abstract Peer Peer { get; }

    /// <summary>The next one that connects.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system refuses, say for lack of descriptors.</exception>
    public abstract LocalSocket Accept();

    /// <summary>Hands bytes over, at least one; returns how many.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The other end is gone.</exception>
    public abstract int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Takes bytes as soon as there are any; returns how many, 0 at the end of the stream.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The other end is gone.</exception>
    public abstract int Receive(Span<byte> target);

    /// <summary>Takes bytes if there are any now; returns how many, 0 at the end of the stream, null where there are none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The other end is gone.</exception>
    public abstract int? TryReceive(Span<byte> target);

    /// <summary>Whether there are bytes, or the stream has ended; waits at most that long for it.</summary>
    public abstract bool HasBytes(TimeSpan patience);

    /// <summary>Hands some tens of kilobytes over if that does not wait; returns how many bytes, 0 where it would.</summary>
    /// <remarks>The thread must live on until the other end has them, or Windows may take them back.</remarks>
    /// <exception cref="System.Net.Sockets.SocketException">The other end is gone.</exception>
    public abstract int TrySend(ReadOnlySpan<byte> bytes);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Waits until one of several sockets has bytes, or somebody to accept, or has ended, at most that long.</summary>
    /// <returns>Those.</returns>
    public static List<LocalSocket> Select(List<LocalSocket> sockets, TimeSpan patience) =>
        OperatingSystem.IsLinux() ? LinuxSocket.SelectFrom(sockets, patience)
        : OperatingSystem.IsWindows()
            ? PipeWait
                .Select(sockets.ConvertAll(static socket => (IAwaitable)socket), patience)
                .ConvertAll(static socket => (LocalSocket)socket)
        : NetSocket.SelectFrom(sockets, patience);
}

using System.Net.Sockets;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// The way between a front and its session: a socket in a folder that only the user can enter, and both look whose process
/// the other is. Not the standard streams: native code and child processes of a cell write to those. It carries two
/// connections, the calls and a lifeline that says nothing and ends when the front does.
/// </summary>
internal sealed class SessionLink : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mplab-");
    private readonly Socket _listener = NewSocket();
    private Socket? _lifeline;

    public SessionLink()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen(2);
    }

    public string Address => Path.Combine(_folder.FullName, "s");

    /// <summary>Waits for the session; from then on no trace of the link is left on the disk.</summary>
    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            var calls = await AcceptOwnAsync(cancellationToken).ConfigureAwait(false);
            _lifeline = await AcceptOwnAsync(cancellationToken).ConfigureAwait(false);
            return new NetworkStream(calls, ownsSocket: true);
        }
        finally
        {
            Close();
        }
    }

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">Somebody else listens there.</exception>
    public static Stream Connect(string address, out Socket lifeline)
    {
        var calls = ConnectToOwn(address);
        try
        {
            lifeline = ConnectToOwn(address);
        }
        catch
        {
            calls.Dispose();
            throw;
        }
        return new NetworkStream(calls, ownsSocket: true);
    }

    public void Dispose()
    {
        Close();
        _lifeline?.Dispose();
    }

    /// <summary>The next of this user's that connects; others are turned away.</summary>
    private async Task<Socket> AcceptOwnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            if (PeerUser.OtherThanOwn(socket) is null)
                return socket;
            socket.Dispose();
        }
    }

    private static Socket ConnectToOwn(string address)
    {
        var socket = NewSocket();
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address));
            return PeerUser.OtherThanOwn(socket) is { } other
                ? throw new IOException($"{other} listens at {address}.")
                : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _listener.Dispose();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
        _folder.Refresh();
    }

    private static Socket NewSocket() =>
        new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}

using System.Net.Sockets;
using Multiprocessing.Platform;

namespace Multiprocessing.Lab.Execution.Sessions.Meeting;

/// <summary>Of Linux and macOS: both ends look whose process the other is.</summary>
internal sealed class SocketListener : LocalListener
{
    private readonly Socket _listener = NewSocket();
    private readonly SocketFolder _folder;

    public SocketListener()
    {
        try
        {
            _folder = new();
            _listener.Bind(new UnixDomainSocketEndPoint(Address));
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            _folder?.Dispose();
            throw;
        }
    }

    public override string Address => _folder.Socket;

    public static Stream ConnectTo(string address)
    {
        var socket = NewSocket();
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address));
            return PeerUser.OtherThanOwn(socket) is { } other
                ? throw new IOException($"{other} listens at {address}.")
                : new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            if (PeerUser.OtherThanOwn(socket) is null)
                return new NetworkStream(socket, ownsSocket: true);
            socket.Dispose();
        }
    }

    public override void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    private static Socket NewSocket() =>
        new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}

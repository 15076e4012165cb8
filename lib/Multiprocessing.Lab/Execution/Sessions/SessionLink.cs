using System.Net.Sockets;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// The way between a front and its session: a socket in a folder that only the user can enter. Not the standard
/// streams: native code and child processes of a cell write to those. It carries two connections, the calls and a
/// lifeline that says nothing and ends when the front does.
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
            var calls = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            _lifeline = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            return new NetworkStream(calls, ownsSocket: true);
        }
        finally
        {
            Close();
        }
    }

    public static Stream Connect(string address, out Socket lifeline)
    {
        var calls = NewSocket();
        calls.Connect(new UnixDomainSocketEndPoint(address));
        lifeline = NewSocket();
        lifeline.Connect(new UnixDomainSocketEndPoint(address));
        return new NetworkStream(calls, ownsSocket: true);
    }

    public void Dispose()
    {
        Close();
        _lifeline?.Dispose();
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

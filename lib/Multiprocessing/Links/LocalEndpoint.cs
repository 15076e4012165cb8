using System.Net.Sockets;
using System.Security.Cryptography;

namespace Multiprocessing.Links;

/// <summary>
/// The place where one worker meets its parent: a Unix domain socket, so no network port is opened. On Linux it has a name
/// in the kernel only and leaves no file behind, however the parent ends; elsewhere it is a file in a folder that only
/// this user may enter, removed as soon as the worker is there. Who connects must first send the secret that the parent
/// gave the worker through its standard input.
/// </summary>
internal sealed class LocalEndpoint : IDisposable
{
    public const int SecretLength = 32;

    private readonly Socket _listener;
    private readonly string? _folder;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(SecretLength);

    public LocalEndpoint()
    {
        string name =
            "multiprocessing-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (OperatingSystem.IsLinux())
        {
            Address = "@" + name;
        }
        else
        {
            _folder = Directory.CreateTempSubdirectory("mp-").FullName;
            Address = Path.Combine(_folder, "s");
        }

        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(EndPoint(Address));
        _listener.Listen();
    }

    /// <summary>What the worker needs to connect; a leading @ marks a name without a file.</summary>
    public string Address { get; }

    /// <summary>The secret as text, for the worker's eyes only.</summary>
    public string Secret => Convert.ToHexStringLower(_secret);

    /// <summary>Waits for the worker; null when <paramref name="gaveUp"/> says that it will not come.</summary>
    /// <param name="gaveUp">Asked from time to time.</param>
    /// <param name="refused">Told why somebody else was turned away.</param>
    public Socket? Accept(Func<bool> gaveUp, Action<string> refused)
    {
        Span<byte> presented = stackalloc byte[SecretLength];
        while (true)
        {
            while (!_listener.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectRead))
            {
                if (gaveUp())
                {
                    return null;
                }
            }

            Socket socket = _listener.Accept();
            if (
                TryReceive(socket, presented)
                && CryptographicOperations.FixedTimeEquals(presented, _secret)
            )
            {
                socket.ReceiveTimeout = 0;
                return socket;
            }

            socket.Dispose();
            refused("a stranger connected without the worker's secret"); // keep waiting for the worker
        }
    }

    /// <summary>The worker's side.</summary>
    public static Socket Connect(string address, string secret)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(EndPoint(address));
        socket.Send(Convert.FromHexString(secret));
        return socket;
    }

    public void Dispose()
    {
        _listener.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static UnixDomainSocketEndPoint EndPoint(string address) =>
        new(address.StartsWith('@') ? '\0' + address[1..] : address);

    private static bool TryReceive(Socket socket, Span<byte> target)
    {
        socket.ReceiveTimeout = 1000; // a stranger that says nothing must not keep the worker waiting
        try
        {
            for (int filled = 0; filled < target.Length; )
            {
                int got = socket.Receive(target[filled..]);
                if (got == 0)
                {
                    return false;
                }

                filled += got;
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

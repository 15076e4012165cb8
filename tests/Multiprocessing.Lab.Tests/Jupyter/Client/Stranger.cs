using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Somebody without the key who knows ZeroMQ's wire protocol and does not keep to it.</summary>
internal sealed class Stranger : IDisposable
{
    private readonly TcpClient _connection;

    public Stranger(string address, int port)
    {
        _connection = new(address, port);
        Stream = _connection.GetStream();
    }

    /// <summary>What a socket sends first, in version 3 with the mechanism NULL.</summary>
    public static readonly byte[] Greeting =
    [
        0xff,
        .. new byte[8],
        0x7f,
        3,
        0,
        .. "NULL"u8,
        .. new byte[16 + 32],
    ];

    public NetworkStream Stream { get; }

    /// <summary>One that has shaken hands, and is known to the kernel.</summary>
    public static async Task<Stranger> ConnectAsync(
        ConnectionFile connection,
        int port,
        string type,
        byte[]? identity = null,
        byte minorVersion = 0
    )
    {
        var stranger = new Stranger(connection.Address, port);
        await stranger.ShakeAsync(type, identity, minorVersion);
        await stranger.PingAsync();
        return stranger;
    }

    /// <summary>A frame; of a long one the length can be a lie.</summary>
    public static byte[] Frame(byte[] body, byte flags = 0, long? claimed = null)
    {
        if (body.Length < 256 && claimed is null)
            return [flags, (byte)body.Length, .. body];
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, claimed ?? body.Length);
        return [(byte)(flags | 2), .. length, .. body];
    }

    public static byte[] Ready(byte[] properties) => Frame([5, .. "READY"u8, .. properties], 4);

    public static byte[] Property(string name, byte[] value, int? claimed = null)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, claimed ?? value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. value];
    }

    /// <summary>Shakes hands as a socket of a type that is welcome.</summary>
    public async Task ShakeAsync(string type, byte[]? identity = null, byte minorVersion = 0)
    {
        await SendAsync([.. Greeting[..11], minorVersion, .. Greeting[12..]]);
        await SendAsync(
            Ready([
                .. Property("Socket-Type", Encoding.ASCII.GetBytes(type)),
                .. Property("Identity", identity ?? []),
            ])
        );
        // The other's greeting, and the beginning of its READY, whose length is in its second byte.
        var answer = new byte[Greeting.Length + 2];
        await Stream.ReadExactlyAsync(answer);
        await Stream.ReadExactlyAsync(new byte[answer[^1]]);
    }

    /// <returns>False where the other has closed the connection.</returns>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        try
        {
            await Stream.WriteAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until the other has dealt with all that was sent.</summary>
    /// <returns>How many messages of the other came before its answer.</returns>
    public async Task<int> PingAsync()
    {
        await SendAsync(Frame([4, .. "PING"u8, 0, 0, .. "ping"u8], 4));
        byte[] pong = [4, .. "PONG"u8, .. "ping"u8];
        var before = 0;
        while (!(await ReadMessageAsync())[0].AsSpan().SequenceEqual(pong))
            before++;
        return before;
    }

    /// <summary>The parts of the next message, or a command.</summary>
    public async Task<IReadOnlyList<byte[]>> ReadMessageAsync()
    {
        var parts = new List<byte[]>();
        var header = new byte[9];
        do
        {
            await Stream.ReadExactlyAsync(header.AsMemory(0, 2));
            long length = header[1];
            if ((header[0] & 2) != 0)
            {
                await Stream.ReadExactlyAsync(header.AsMemory(2));
                length = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(1));
            }
            var part = new byte[length];
            await Stream.ReadExactlyAsync(part);
            parts.Add(part);
        } while ((header[0] & 1) != 0);
        return parts;
    }

    /// <summary>Waits until the other has closed the connection.</summary>
    public async Task ClosedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await Stream.ReadAsync(new byte[1000], patience.Token) > 0) { }
        }
        catch (IOException)
        {
            // Closed while bytes were on their way.
        }
    }

    public void Dispose() => _connection.Dispose();
}

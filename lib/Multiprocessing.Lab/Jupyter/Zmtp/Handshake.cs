using System.Buffers.Binary;
using System.Text;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>
/// How a connection begins, by <see href="https://rfc.zeromq.org/spec/23/">ZMTP 3.0</see> with the mechanism NULL: both
/// send a greeting, then READY with the types of their sockets.
/// </summary>
internal static class Handshake
{
    private const int GreetingLength = 64;
    private const int VersionAt = 10;
    private const int MechanismAt = 12;
    private const int MechanismLength = 20;

    /// <summary>More than any client's READY has.</summary>
    private const int MostBytes = 2048;

    private const int MostIdentity = 255;

    private static readonly byte[] s_mechanism =
    [
        .. "NULL"u8,
        .. new byte[MechanismLength - "NULL".Length],
    ];

    /// <returns>The peer's identity; empty where it has none.</returns>
    /// <exception cref="EndOfStreamException">The peer has gone.</exception>
    /// <exception cref="InvalidDataException">It does not speak the protocol, or is not whom the socket talks to.</exception>
    public static async Task<byte[]> ShakeAsync(
        Stream input,
        Stream output,
        ZmtpRole role,
        CancellationToken cancellation
    )
    {
        await output.WriteAsync(Greeting(), cancellation).ConfigureAwait(false);
        await CheckGreetingAsync(input, cancellation).ConfigureAwait(false);
        await output.WriteAsync(Ready(role.SocketType), cancellation).ConfigureAwait(false);
        var reader = new FrameReader(input, MostBytes, new(MostBytes));
        var frame = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        if (!frame.IsCommand || ZmtpCommand.Parse(frame.Body) is not { Name: "READY" } ready)
            throw new InvalidDataException("it did not say READY");
        return Identity(ready.Data, role);
    }

    private static byte[] Greeting()
    {
        var greeting = new byte[GreetingLength];
        greeting[0] = 0xff;
        greeting[9] = 0x7f;
        greeting[VersionAt] = 3;
        s_mechanism.CopyTo(greeting, MechanismAt);
        return greeting;
    }

    private static async Task CheckGreetingAsync(Stream input, CancellationToken cancellation)
    {
        var greeting = new byte[GreetingLength];
        // Who speaks something else may wait for an answer after a line, and would wait for ever.
        await input.ReadExactlyAsync(greeting.AsMemory(0, 1), cancellation).ConfigureAwait(false);
        if (greeting[0] == 0xff)
            await input
                .ReadExactlyAsync(greeting.AsMemory(1, VersionAt - 1), cancellation)
                .ConfigureAwait(false);
        if ((greeting[VersionAt - 1] & 1) != 0)
            await input
                .ReadExactlyAsync(greeting.AsMemory(VersionAt, 1), cancellation)
                .ConfigureAwait(false);
        if (greeting[VersionAt] < 3)
            throw new InvalidDataException("it does not speak ZMTP 3, the protocol of ZeroMQ 4");
        await input
            .ReadExactlyAsync(greeting.AsMemory(VersionAt + 1), cancellation)
            .ConfigureAwait(false);
        if (!greeting.AsSpan(MechanismAt, MechanismLength).SequenceEqual(s_mechanism))
            throw new InvalidDataException("it asks for another mechanism than NULL");
    }

    private static byte[] Ready(string socketType)
    {
        var type = Encoding.ASCII.GetBytes(socketType);
        return ZmtpCommand.Frame(
            "READY",
            [(byte)"Socket-Type".Length, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. type]
        );
    }

    private static byte[] Identity(ReadOnlySpan<byte> properties, ZmtpRole role)
    {
        var identity = Array.Empty<byte>();
        string? type = null;
        while (properties.Length > 0)
        {
            var name = Encoding.ASCII.GetString(Next(ref properties, Length8(ref properties)));
            var value = Next(ref properties, Length32(ref properties));
            if (name.Equals("Socket-Type", StringComparison.OrdinalIgnoreCase))
                type = Encoding.ASCII.GetString(value);
            else if (name.Equals("Identity", StringComparison.OrdinalIgnoreCase))
                identity = value.ToArray();
        }
        if (type is null || !role.PeerTypes.Contains(type))
            throw new InvalidDataException("it is a socket of a type that does not belong there");
        if (identity.Length > MostIdentity)
            throw new InvalidDataException($"its identity is longer than {MostIdentity} bytes");
        return identity;
    }

    private static int Length8(ref ReadOnlySpan<byte> data) => Next(ref data, 1)[0];

    private static int Length32(ref ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadInt32BigEndian(Next(ref data, sizeof(int)));

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> data, int length)
    {
        if (length < 0 || length > data.Length)
            throw new InvalidDataException("its READY is cut off");
        var next = data[..length];
        data = data[length..];
        return next;
    }
}

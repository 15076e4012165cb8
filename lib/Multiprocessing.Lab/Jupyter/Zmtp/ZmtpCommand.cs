using System.Text;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>A command of the protocol itself: its name's length, its name, its data.</summary>
internal readonly record struct ZmtpCommand(string Name, byte[] Data)
{
    private const byte CommandFlag = 4;

    /// <exception cref="InvalidDataException">It is no command.</exception>
    public static ZmtpCommand Parse(byte[] body) =>
        body.Length > 0 && body[0] < body.Length
            ? new(Encoding.ASCII.GetString(body, 1, body[0]), body[(1 + body[0])..])
            : throw new InvalidDataException("it sent a command without a name");

    /// <summary>A command as it travels; a short one, whose length fits into a byte.</summary>
    public static byte[] Frame(string name, ReadOnlySpan<byte> data) =>
        [
            CommandFlag,
            checked((byte)(1 + name.Length + data.Length)),
            (byte)name.Length,
            .. Encoding.ASCII.GetBytes(name),
            .. data,
        ];
}

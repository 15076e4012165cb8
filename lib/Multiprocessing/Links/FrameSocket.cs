using System.Buffers.Binary;
using System.Net.Sockets;

namespace Multiprocessing.Links;

/// <summary>
/// Frames over a connected local socket: 16 bytes of header (kind, whether arrays travel apart, call, number, payload length;
/// little-endian), then the payload. Reads and writes block: on a local socket that answers about three times faster than
/// asynchronous calls.
/// </summary>
internal sealed partial class FrameSocket(Socket socket) : IDisposable
{
    private const int HeaderLength = 16;
    private const int SmallFrame = 4096;
    private const int ReadBufferLength = 64 * 1024;
    private const int TrustedLength = 1024 * 1024;
    private const int Growth = 8;

    private readonly Lock _writing = new();
    private readonly byte[] _smallFrame = new byte[SmallFrame];
    private readonly byte[] _readBuffer = new byte[ReadBufferLength];
    private int _start;
    private int _end;

    /// <summary>Sends a whole frame; any thread may. False when the other side is gone.</summary>
    public bool TryWrite(in Frame frame)
    {
        try
        {
            lock (_writing)
            {
                Write(frame);
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // whoever reads from this socket learns that it ended, and why
        }
    }

    /// <summary>The next frame; null when the other side is gone. One thread only.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public Frame? Read()
    {
        try
        {
            if (!Fill(HeaderLength))
            {
                return null;
            }

            ReadOnlySpan<byte> header = _readBuffer.AsSpan(_start, HeaderLength);
            var kind = (FrameKind)header[0];
            byte apart = header[1];
            int call = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            int number = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
            if (
                kind is < FrameKind.Parcel or > FrameKind.Answer
                || apart > HasApart
                || length < 0
                || length > Array.MaxLength
            )
            {
                throw new InvalidDataException(
                    $"A frame of kind {(byte)kind} and length {length} is not one of ours."
                );
            }

            _start += HeaderLength;
            if (apart == HasApart)
            {
                return ReadApart(new Frame(kind, call, number), length);
            }

            return ReadPayload(length) is { } payload
                ? new Frame(kind, call, number, payload)
                : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose() => socket.Dispose();

    private void Write(in Frame frame)
    {
        if (frame.Apart.Length > 0)
        {
            WriteApart(frame);
            return;
        }

        Span<byte> buffer = _smallFrame;
        WriteHeader(buffer, frame, frame.Payload.Length);
        ReadOnlySpan<byte> payload = frame.Payload.Span;

        // A small frame goes out in one write: the other side then wakes once.
        int together = payload.Length <= SmallFrame - HeaderLength ? payload.Length : 0;
        payload[..together].CopyTo(buffer[HeaderLength..]);
        SendAll(buffer[..(HeaderLength + together)]);
        SendAll(payload[together..]);
    }

    private static void WriteHeader(Span<byte> buffer, in Frame frame, int length)
    {
        buffer[0] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], frame.Call);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[8..], frame.Number);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[12..], length);
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private byte[]? ReadPayload(int length)
    {
        // Memory is taken as bytes arrive, at most so many times what has come, not on the word of a length field.
        byte[] payload = GC.AllocateUninitializedArray<byte>(Math.Min(length, TrustedLength));
        int filled = 0;
        while (filled < length)
        {
            if (filled == payload.Length)
            {
                payload = Grown(payload, (int)Math.Min(length, payload.Length * (long)Growth));
            }

            int got = TakeBuffered(payload.AsSpan(filled));
            if (got == 0)
            {
                got = socket.Receive(payload.AsSpan(filled));
            }

            if (got == 0)
            {
                return null;
            }

            filled += got;
        }

        return payload;
    }

    /// <summary>A longer array that begins with the same bytes; unlike Array.Resize without clearing the rest.</summary>
    private static byte[] Grown(byte[] bytes, int length)
    {
        try
        {
            byte[] grown = GC.AllocateUninitializedArray<byte>(length);
            bytes.CopyTo(grown, 0);
            return grown;
        }
        catch (OutOfMemoryException e)
        {
            throw TooLong(length, e);
        }
    }

    private static InvalidDataException TooLong(int length, OutOfMemoryException e) =>
        new($"A frame of more than {length} bytes does not fit into memory.", e);

    private int TakeBuffered(Span<byte> target)
    {
        int count = Math.Min(target.Length, _end - _start);
        _readBuffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>Reads until that many bytes are in the buffer; false at the end of the stream.</summary>
    private bool Fill(int count)
    {
        if (_start > 0)
        {
            _readBuffer.AsSpan(_start, _end - _start).CopyTo(_readBuffer);
            _end -= _start;
            _start = 0;
        }

        while (_end < count)
        {
            int got = socket.Receive(_readBuffer.AsSpan(_end));
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// Frames over a connected local socket: 16 bytes of header (kind, whether arrays travel apart, call, number, payload length;
/// little-endian), then the payload. Reads and writes block: on a local socket that answers about three times faster than
/// asynchronous calls.
/// </summary>
internal sealed partial class FrameSocket(LocalSocket socket) : IDisposable
{
    private const int HeaderLength = 16;
    private const int ReadBufferLength = 64 * 1024;
    private const int TrustedLength = 1024 * 1024;
    private const int Growth = 8;

    private readonly FrameBuffer _output = new(socket);
    private readonly byte[] _readBuffer = new byte[ReadBufferLength];
    private int _start;
    private int _end;
    private int _left; // of the frame that is being read

    /// <summary>How often bytes have come: what was read before has been there at the last of these times.</summary>
    public int Arrivals { get; private set; }

    /// <inheritdoc cref="FrameBuffer.SentBytes"/>
    public long SentBytes => _output.SentBytes;

    /// <summary>Sends whole frames in as few writes as they fit into; any thread may. False when the other side is gone.</summary>
    public bool TryWrite(Deque<Frame> frames) => _output.TryWrite(frames);

    /// <summary>Sends a whole frame; any thread may. False when the other side is gone.</summary>
    public bool TryWrite(in Frame frame) => _output.TryWrite(frame);

    /// <summary>
    /// Like <see cref="TryWrite(in Frame)"/>, but the frame may wait for others to share a write with, until <see cref="TryFlush"/>.
    /// </summary>
    public bool TryPost(in Frame frame) => _output.TryPost(frame);

    /// <summary>How many frames have been posted.</summary>
    public int Posted => _output.Posted;

    /// <summary>Sends what waits. False when the other side is gone.</summary>
    public bool TryFlush() => _output.TryFlush();

    /// <summary>Whether posted frames have not been sent yet.</summary>
    public bool HasUnsent => _output.HasUnsent;

    /// <summary>Sends what waits if it can be sent at once: for threads that read, and so must not wait.</summary>
    public void FlushIfFree() => _output.FlushIfFree();

    /// <summary>
    /// The next frame; null when the other side is gone. One thread at a time. A small result is lent out of the buffer, for
    /// whoever takes it in does so at once: it is gone at the next read.
    /// </summary>
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
                || apart > ApartTable.Present
                || length < 0
                || length > Array.MaxLength
            )
            {
                throw new InvalidDataException(
                    $"A frame of kind {(byte)kind} and length {length} is not one of ours."
                );
            }

            _start += HeaderLength;
            _left = length;
            try
            {
                return ReadRest(new Frame(kind, call, number), apart, length);
            }
            catch (OutOfMemoryException) when (kind is FrameKind.Result or FrameKind.Failed) // a call fails, and all others go on
            {
                return Skip(new Frame(kind, call, number), length);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Whether bytes have been received that are not read yet.</summary>
    public bool HasBuffered => _end > _start;

    /// <summary>Whether a read would find something at once, or does so within that time.</summary>
    public bool HasBytes(TimeSpan patience)
    {
        try
        {
            return HasBuffered || socket.HasBytes(patience);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true; // the read says that it has ended
        }
    }

    /// <summary>Takes in what has come without waiting for it. True when a read would find something, or the end.</summary>
    public bool TryReceive()
    {
        if (HasBuffered)
        {
            return true;
        }

        try
        {
            int? got = socket.TryReceive(_readBuffer);
            if (got > 0)
            {
                Arrivals++;
                (_start, _end) = (0, got.Value);
            }

            return got is not null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>What follows the header; null when the other side is gone.</summary>
    private Frame? ReadRest(in Frame header, byte apart, int length)
    {
        if (apart == ApartTable.Present)
        {
            return ReadApart(header, length);
        }

        if (header.Kind == FrameKind.Result && length <= _end - _start)
        {
            _start += length;
            return header with { Payload = _readBuffer.AsMemory(_start - length, length) };
        }

        return ReadPayload(length) is { } payload ? header with { Payload = payload } : null;
    }

    /// <summary>
    /// There is no memory for a frame: what is left of it is passed over, so that the next can be read.
    /// </summary>
    private Frame? Skip(in Frame header, int length)
    {
        while (_left > 0)
        {
            if (!Fill(1))
            {
                return null;
            }

            int count = Math.Min(_left, _end - _start);
            _start += count;
            _left -= count;
        }

        return new Frame(
            FrameKind.TooLarge,
            header.Call,
            header.Number,
            BitConverter.GetBytes(length)
        );
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
                _left -= got;
                Arrivals++;
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
        byte[] grown = GC.AllocateUninitializedArray<byte>(length);
        bytes.CopyTo(grown, 0);
        return grown;
    }

    private int TakeBuffered(Span<byte> target)
    {
        int count = Math.Min(target.Length, _end - _start);
        _readBuffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        _left -= count;
        return count;
    }

    /// <summary>Reads until that many bytes are in the buffer; false at the end of the stream.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        _readBuffer.AsSpan(_start, _end - _start).CopyTo(_readBuffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int got = socket.Receive(_readBuffer.AsSpan(_end));
            Arrivals++;
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }
}

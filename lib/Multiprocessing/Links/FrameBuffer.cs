using System.Buffers.Binary;
using System.Net.Sockets;
using Multiprocessing.Platform;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>
/// Frames on their way out, gathered so that small ones share a write: a write costs as much as a hundred trivial items, and
/// the other side wakes for each.
/// </summary>
internal sealed class FrameBuffer(LocalSocket socket)
{
    private const int HeaderLength = 16;
    private const int Piece = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _count;
    private int _posted;
    private long _sentBytes;

    /// <summary>How many bytes the other side has taken, or the system for it.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    /// <summary>How many writes have left their frames in the buffer.</summary>
    public int Posted => Volatile.Read(ref _posted);

    /// <summary>Sends whole frames, one after another; any thread may. False when the other side is gone.</summary>
    public bool TryWrite(Deque<Frame> frames) => Try(frames, null, send: true);

    /// <summary>Sends a whole frame; any thread may. False when the other side is gone.</summary>
    public bool TryWrite(in Frame frame) => Try(null, frame, send: true);

    /// <summary>Puts a frame into the buffer, to be sent when that is full or somebody sends. False when the other side is gone.</summary>
    public bool TryPost(in Frame frame) => Try(null, frame, send: false);

    /// <summary>Sends what is in the buffer. False when the other side is gone.</summary>
    public bool TryFlush() => Try(null, null, send: true);

    private bool Try(Deque<Frame>? many, in Frame? one, bool send)
    {
        try
        {
            lock (_gate)
            {
                for (int i = 0; i < many?.Count; i++)
                {
                    Write(many[i]);
                }

                if (one is { } frame)
                {
                    Write(frame);
                }

                if (send)
                {
                    Flush();
                }
                else
                {
                    _posted++;
                }
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // whoever reads from this socket learns that it ended, and why
        }
    }

    /// <summary>Whether frames wait in the buffer.</summary>
    public bool HasUnsent => Volatile.Read(ref _count) > 0;

    /// <summary>
    /// Sends what is in the buffer if that does not wait, neither for the socket nor for somebody who writes: the other side may
    /// be waiting for this very thread to read.
    /// </summary>
    public void FlushIfFree()
    {
        if (!HasUnsent || !_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (_count > 0) // nobody has sent it meanwhile
            {
                int sent = socket.TrySend(_buffer.AsSpan(0, _count));
                Volatile.Write(ref _sentBytes, _sentBytes + sent);
                _count -= sent;
                _buffer.AsSpan(sent, _count).CopyTo(_buffer);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _count = 0; // whoever reads learns that it ended; nobody is to try again
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Write(in Frame frame)
    {
        byte[]? table = frame.Apart.Length == 0 ? null : ApartTable.Of(frame.Apart);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        header[0] = (byte)frame.Kind;
        header[1] = table is null ? (byte)0 : ApartTable.Present;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], frame.Call);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Number);
        BinaryPrimitives.WriteInt32LittleEndian(
            header[12..],
            checked(frame.Length + (table?.Length ?? 0))
        );
        Append(header);
        Append(table);
        Append(frame.Payload.Span);
        foreach (ApartArray array in frame.Apart)
        {
            Append(array.Bytes);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        int buffered = Math.Min(bytes.Length, _buffer.Length - _count);
        if (buffered < bytes.Length && bytes.Length < _buffer.Length)
        {
            Flush(); // rather than send a small one in two parts
            buffered = bytes.Length;
        }

        bytes[..buffered].CopyTo(_buffer.AsSpan(_count));
        _count += buffered;
        if (buffered < bytes.Length)
        {
            // The rest of a large one goes out as it is.
            Flush();
            Send(bytes[buffered..]);
        }
    }

    private void Flush()
    {
        int count = _count;
        _count = 0; // whatever comes of it, these bytes are not sent twice
        Send(_buffer.AsSpan(0, count));
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // In pieces, so that whoever looks sees whether the other side still takes any.
            int sent = socket.Send(bytes[..Math.Min(bytes.Length, Piece)]);
            Volatile.Write(ref _sentBytes, _sentBytes + sent);
            bytes = bytes[sent..];
        }
    }
}

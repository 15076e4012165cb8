using System.Buffers.Binary;
using System.Net.Sockets;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// Frames on their way out, gathered so that small ones share a write: a write costs as much as a hundred trivial items, and
/// the other side wakes for each.
/// </summary>
internal sealed class FrameBuffer(LocalSocket socket)
{
    private const int HeaderLength = 16;

    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _count;
    private int _posted;

    /// <summary>How many writes have left their frames in the buffer.</summary>
    public int Posted => Volatile.Read(ref _posted);

    /// <summary>Writes whole frames, one after another; any thread may. False when the other side is gone.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="send">Whether to send now what is in the buffer, rather than when it is full.</param>
    public bool TryWrite(ReadOnlySpan<Frame> frames, bool send)
    {
        try
        {
            lock (_gate)
            {
                foreach (ref readonly Frame frame in frames)
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

    /// <summary>Sends what is in the buffer, unless somebody is writing: it may be waiting for this very thread to read.</summary>
    public void FlushIfFree()
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            Flush();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Write(in Frame frame)
    {
        ReadOnlySpan<byte> payload = frame.Payload.Span;
        if (_buffer.Length - _count < HeaderLength + payload.Length)
        {
            Flush();
        }

        Span<byte> header = _buffer.AsSpan(_count, HeaderLength);
        header[0] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], frame.Call);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Number);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], payload.Length);
        _count += HeaderLength;

        // A large payload goes out as it is, behind as much of it as fills the buffer.
        int buffered = Math.Min(payload.Length, _buffer.Length - _count);
        payload[..buffered].CopyTo(_buffer.AsSpan(_count));
        _count += buffered;
        if (buffered < payload.Length)
        {
            Flush();
            Send(payload[buffered..]);
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
            bytes = bytes[socket.Send(bytes)..];
        }
    }
}

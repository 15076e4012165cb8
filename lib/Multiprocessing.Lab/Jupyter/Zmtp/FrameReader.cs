using System.Buffers.Binary;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>One frame: a command of the protocol, or a part of a message.</summary>
internal readonly record struct Frame(bool IsCommand, bool HasMore, byte[] Body);

/// <summary>
/// Reads frames. A length is only a claim: memory is taken as the bytes arrive, and counted, so that a few bytes cannot
/// claim all of it.
/// </summary>
/// <param name="stream">Where they come from.</param>
/// <param name="mostBytes">The most that one message may cost.</param>
/// <param name="budget">
/// Bounds what all peers hold together that are not <see cref="IsTrusted"/>, beyond a little that each has for itself: so
/// who uses it up locks nobody out whose messages are small.
/// </param>
internal sealed class FrameReader(Stream stream, long mostBytes, MemoryBudget budget)
{
    private const byte More = 1;
    private const byte Long = 2;
    private const byte Command = 4;

    /// <summary>What a part costs beside its bytes, so that parts without any are not free.</summary>
    private const int PartCost = 64;

    /// <summary>What a message may cost before it counts against the budget.</summary>
    private const int OwnBytes = 16 * 1024;

    private const int FirstBytes = 8 * 1024;

    private readonly byte[] _header = new byte[9];
    private long _cost;
    private long _held;
    private long _taken;

    /// <summary>Whether the peer has shown that it holds the key. It may then send what <c>mostBytes</c> allows.</summary>
    public bool IsTrusted { get; set; }

    /// <exception cref="EndOfStreamException">The peer has gone.</exception>
    /// <exception cref="InvalidDataException">It is no frame, or the message is too large.</exception>
    public async Task<Frame> ReadAsync(CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(_header.AsMemory(0, 2), cancellation).ConfigureAwait(false);
        var flags = _header[0];
        if (flags > (More | Long | Command) || (flags & (More | Command)) == (More | Command))
            throw new InvalidDataException("it sent what is no frame of ZMTP 3");
        long length = _header[1];
        if ((flags & Long) != 0)
        {
            await stream
                .ReadExactlyAsync(_header.AsMemory(2, 7), cancellation)
                .ConfigureAwait(false);
            length = BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(1));
        }
        if (length < 0 || length > mostBytes - PartCost - _cost)
            throw new InvalidDataException($"it sent a message of more than {mostBytes:N0} bytes");
        _cost += length + PartCost;
        Take(PartCost);
        var body = await ReadBodyAsync((int)length, cancellation).ConfigureAwait(false);
        return new((flags & Command) != 0, (flags & More) != 0, body);
    }

    /// <summary>The message has been dealt with, and the next begins.</summary>
    public void EndMessage()
    {
        budget.Return(_taken);
        (_cost, _held, _taken) = (0, 0, 0);
    }

    private async Task<byte[]> ReadBodyAsync(int length, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, FirstBytes)];
        Take(body.Length);
        var read = 0;
        while (true)
        {
            await stream.ReadExactlyAsync(body.AsMemory(read), cancellation).ConfigureAwait(false);
            read = body.Length;
            if (read == length)
                return body;
            var longer = (int)Math.Min(length, read * 2L);
            Take(longer - read);
            Array.Resize(ref body, longer);
        }
    }

    private void Take(long bytes)
    {
        if (IsTrusted)
            return;
        _held += bytes;
        var more = _held - OwnBytes - _taken;
        if (more <= 0)
            return;
        budget.Take(more);
        _taken += more;
    }
}

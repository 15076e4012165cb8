using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Channels;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>What a peer is still to be sent. It is written one after the other, small messages together.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="progressed">Is told when something has gone.</param>
internal sealed class OutgoingQueue(Stream stream, Action progressed)
{
    /// <summary>What is written at once: small messages together, large ones in slices.</summary>
    private const int Together = 64 * 1024;

    /// <summary>What a message costs beside its parts, so that empty ones are not free.</summary>
    private const int MessageCost = 256;

    /// <summary>What a part costs beside its bytes.</summary>
    private const int PartCost = 64;

    private readonly Channel<Outgoing> _messages = Channel.CreateUnbounded<Outgoing>(
        new() { SingleReader = true }
    );
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _waiting;

    /// <summary>What is in the buffer of that which waits.</summary>
    private long _buffered;

    /// <summary>The bytes that are still to go.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>Adds the parts of a message; the caller changes nothing of them any more.</summary>
    public void Add(IReadOnlyList<byte[]> parts) => Add(new Outgoing(parts, null));

    /// <summary>Adds a command, as it travels.</summary>
    public void AddCommand(byte[] frame) => Add(new Outgoing([], frame));

    /// <summary>Nothing is added any more.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Writes until all is written after <see cref="Complete"/>.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        while (await _messages.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (_messages.Reader.TryRead(out var message))
            {
                _buffered += MessageCost;
                await WriteAsync(message.Command ?? [], cancellation).ConfigureAwait(false);
                for (var n = 0; n < message.Parts.Count; n++)
                {
                    _buffered += PartCost;
                    WriteHeader(message.Parts[n].Length, hasMore: n + 1 < message.Parts.Count);
                    await WriteAsync(message.Parts[n], cancellation).ConfigureAwait(false);
                }
            }
            await FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellation)
    {
        for (var at = 0; at < bytes.Length; at += Together)
        {
            var slice = bytes.AsMemory(at, Math.Min(Together, bytes.Length - at));
            _buffer.Write(slice.Span);
            _buffered += slice.Length;
            if (_buffer.WrittenCount >= Together)
                await FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void WriteHeader(int length, bool hasMore)
    {
        var more = (byte)(hasMore ? 1 : 0);
        if (length <= byte.MaxValue)
        {
            _buffer.Write([more, (byte)length]);
            return;
        }
        var header = _buffer.GetSpan(9);
        header[0] = (byte)(more | 2);
        BinaryPrimitives.WriteInt64BigEndian(header[1..], length);
        _buffer.Advance(9);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(_buffer.WrittenMemory, cancellation).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
        Interlocked.Add(ref _waiting, -_buffered);
        _buffered = 0;
        progressed();
    }

    private void Add(Outgoing message)
    {
        Interlocked.Add(ref _waiting, message.Cost);
        if (!_messages.Writer.TryWrite(message))
            Interlocked.Add(ref _waiting, -message.Cost);
    }

    private sealed record Outgoing(IReadOnlyList<byte[]> Parts, byte[]? Command)
    {
        public long Cost { get; } =
            MessageCost + Parts.Sum(part => (long)part.Length + PartCost) + (Command?.Length ?? 0);
    }
}

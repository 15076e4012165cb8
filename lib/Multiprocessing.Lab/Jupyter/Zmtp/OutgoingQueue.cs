using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Channels;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>What a peer is still to be sent. It is written one after the other, small messages together.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="progressed">Is told when something has gone.</param>
internal sealed class OutgoingQueue(Stream stream, Action progressed)
{
    private const int Together = 64 * 1024;

    /// <summary>What a message costs beside its bytes, so that empty ones are not free.</summary>
    private const int MessageCost = 256;

    private readonly Channel<Outgoing> _messages = Channel.CreateUnbounded<Outgoing>(
        new() { SingleReader = true }
    );
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _waiting;

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
            long cost = 0;
            while (_buffer.WrittenCount < Together && _messages.Reader.TryRead(out var message))
            {
                cost += message.Cost;
                _buffer.Write(message.Command);
                for (var n = 0; n < message.Parts.Count; n++)
                    await WritePartAsync(
                            message.Parts[n],
                            n + 1 < message.Parts.Count,
                            cancellation
                        )
                        .ConfigureAwait(false);
            }
            await FlushAsync(cancellation).ConfigureAwait(false);
            Interlocked.Add(ref _waiting, -cost);
            progressed();
        }
    }

    private async Task WritePartAsync(byte[] part, bool hasMore, CancellationToken cancellation)
    {
        WriteHeader(part.Length, hasMore);
        if (part.Length < Together)
        {
            _buffer.Write(part);
            return;
        }
        await FlushAsync(cancellation).ConfigureAwait(false);
        await stream.WriteAsync(part, cancellation).ConfigureAwait(false);
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
            MessageCost + Parts.Sum(part => (long)part.Length) + (Command?.Length ?? 0);
    }
}

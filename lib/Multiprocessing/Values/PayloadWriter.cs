using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Multiprocessing.Values;

/// <summary>A growing byte buffer from the shared pool.</summary>
internal sealed class PayloadWriter : IDisposable
{
    private const int Large = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>What has been written from that place on, to be changed; valid until the next write.</summary>
    public Span<byte> WrittenFrom(int start) => _buffer.AsSpan(start, Length - start);

    /// <summary>Empties the buffer, and gives back one that has grown large.</summary>
    public void Clear()
    {
        if (_buffer.Length > Large)
            Dispose();
        Length = 0;
    }

    /// <summary>Takes back everything after the given length.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    /// <summary>Seven bits a byte, low bits first.</summary>
    public void WriteVarint(ulong value)
    {
        var span = Reserve(10);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[count++] = (byte)value;
        Length += count - 10;
    }

    public void WriteVarint(int value) => WriteVarint((ulong)(uint)value);

    /// <summary>The value's own bytes; for types free of references.</summary>
    public void WriteRaw<T>(in T value) =>
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(Reserve(Unsafe.SizeOf<T>())), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>One byte a character where all fit, else two: unlike UTF-8 it keeps lone surrogates.</summary>
    public void WriteString(ReadOnlySpan<char> text)
    {
        var wide = text.ContainsAnyExceptInRange('\0', '\u00FF');
        WriteVarint(((ulong)(uint)text.Length << 1) | (wide ? 1UL : 0UL));
        if (wide)
            WriteBytes(MemoryMarshal.AsBytes(text));
        else
            Encoding.Latin1.GetBytes(text, Reserve(text.Length));
    }

    /// <summary>Room for that many further bytes, which count as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
            Grow(count);
        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void Grow(int count)
    {
        var needed = (long)Length + count;
        if (needed > Array.MaxLength)
            throw new Refusal(
                null,
                "the values of one message may take 2 GB at most. Send them in smaller parts, or pass the path of a file."
            );
        var size = (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, Length).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

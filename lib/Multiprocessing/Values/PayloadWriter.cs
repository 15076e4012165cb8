using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Multiprocessing.Values;

/// <summary>
/// The bytes of a payload: a growing buffer from the shared pool, and large arrays, which are not copied but only referred to.
/// </summary>
internal sealed class PayloadWriter : IDisposable
{
    public const int GuidLength = 16;
    private const int Large = 1024 * 1024;
    private const int LongName = 128;

    private readonly Deque<Placed> _apart = new();
    private byte[] _buffer;
    private int _room; // how far the buffer may be filled
    private int _count;
    private int _apartLength;
    private int _settled;

    public PayloadWriter()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(512);
        MeasureRoom();
    }

    /// <summary>How many bytes can stand beside the arrays that travel apart and the table of these.</summary>
    private long MostBytes =>
        Array.MaxLength - _apartLength - (ApartArray.EntryLength * (_apart.Count + 1L));

    /// <summary>How many bytes have been written, those of arrays that travel apart included.</summary>
    public int Length => _count + _apartLength;

    /// <summary>What has been written, without the arrays that travel apart; valid until the next write.</summary>
    public Memory<byte> Written => _buffer.AsMemory(0, _count);

    /// <summary>Whether there are arrays that travel apart.</summary>
    public bool HasApart => _apart.Count > 0;

    /// <summary>The arrays that travel apart, in the order in which they were written.</summary>
    public ApartArray[] Apart => _apart.Count == 0 ? ApartArray.None : CopyOfApart();

    /// <summary>What has been written as one run of bytes, in which every array stands in its place.</summary>
    public byte[] ToArray()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        var rest = bytes.AsSpan();
        var from = 0;
        for (var i = 0; i < _apart.Count; i++)
        {
            var (array, at) = _apart[i];
            _buffer.AsSpan(from, at - from).CopyTo(rest);
            array.Bytes.CopyTo(rest[(at - from)..]);
            rest = rest[(at - from + array.Length)..];
            from = at;
        }
        _buffer.AsSpan(from, _count - from).CopyTo(rest);
        return bytes;
    }

    /// <summary>Empties it, and gives back a buffer that has grown large, and what was borrowed.</summary>
    public void Clear()
    {
        for (var i = 0; i < _apart.Count; i++)
            _apart[i].Array.GiveBack();
        if (_buffer.Length > Large)
            Dispose();
        _apart.Clear();
        _count = _apartLength = _settled = 0;
        MeasureRoom();
    }

    /// <summary>Takes back everything after the given length.</summary>
    public void Truncate(int length)
    {
        for (; _apart.Count > 0; _apart.RemoveLast())
        {
            var (last, at) = _apart.Last;
            if (at + _apartLength - last.Length < length)
                break;
            _apartLength -= last.Length;
        }
        _count = Math.Min(_count, length - _apartLength);
        _settled = Math.Min(_settled, _apart.Count);
        MeasureRoom();
    }

    public void WriteByte(byte value)
    {
        if (_count < _room)
            _buffer[_count++] = value;
        else
            Reserve(1)[0] = value;
    }

    /// <summary>Seven bits a byte, low bits first.</summary>
    public void WriteVarint(ulong value)
    {
        if (value < 0x80)
        {
            WriteByte((byte)value);
            return;
        }
        var span = Reserve(10);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[count++] = (byte)value;
        _count += count - 10;
    }

    public void WriteVarint(int value) => WriteVarint((ulong)(uint)value);

    /// <summary>The value's own bytes; for types free of references.</summary>
    public void WriteRaw<T>(in T value) =>
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(Reserve(Unsafe.SizeOf<T>())), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>The elements of an array, which are free of references; many are only referred to.</summary>
    /// <param name="array">Must stay as it is until the payload has been sent, or until <see cref="Settle"/>.</param>
    /// <param name="length">How many bytes its elements take.</param>
    public void WriteArray(Array array, long length)
    {
        CheckRoom(length);
        WriteArray(new ApartArray(array, (int)length));
    }

    /// <inheritdoc cref="WriteArray(Array,long)"/>
    public void WriteArray(in ApartArray elements)
    {
        CheckRoom(elements.Length);
        if (!ApartArray.Is(elements.Length, elements.IsBlock))
        {
            WriteBytes(elements.Bytes);
            elements.GiveBack();
            return;
        }
        _apart.Add(new Placed(elements, _count));
        _apartLength += elements.Length;
        MeasureRoom();
    }

    /// <summary>Copies what is only referred to: its owner may change it from now on.</summary>
    public void Settle()
    {
        for (; _settled < _apart.Count; _settled++)
        {
            var (array, at) = _apart[_settled];
            _apart[_settled] = new Placed(array.Copied(), at);
        }
    }

    /// <summary>One byte a character where all fit, else two: unlike UTF-8 it keeps lone surrogates.</summary>
    public void WriteString(ReadOnlySpan<char> text)
    {
        var wide = text.ContainsAnyExceptInRange('\0', '\u00FF');
        WriteVarint(((ulong)(uint)text.Length << 1) | (wide ? 1UL : 0UL));
        if (wide)
            WriteBytes(MemoryMarshal.AsBytes(text));
        else
            Narrow(text, Reserve(text.Length));
    }

    public void WriteGuid(in Guid id) => id.TryWriteBytes(Reserve(GuidLength));

    /// <summary>Room for that many further bytes, which count as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_room - _count < count)
            Grow(count);
        var span = _buffer.AsSpan(_count, count);
        _count += count;
        return span;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _apart.Clear();
        _room = _count = _apartLength = _settled = 0;
    }

    /// <exception cref="Refusal">So many further bytes are more than a payload can hold.</exception>
    public void CheckRoom(long count)
    {
        // An array that travels apart takes an entry in a table, too.
        if (_count + count + ApartArray.EntryLength > MostBytes)
            throw new Refusal(
                null,
                "the values of one message may take 2 GB at most. Send them in smaller parts, or pass the path of a file."
            );
    }

    private void Grow(int count)
    {
        CheckRoom(count);
        var size = (int)Math.Min(MostBytes, Math.Max((long)_count + count, 2L * _buffer.Length));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _count).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        MeasureRoom();
    }

    private static void Narrow(ReadOnlySpan<char> text, Span<byte> target)
    {
        // .NET's own way is faster, but not compiled ahead: a start has only short texts and does without.
        if (text.Length > LongName)
        {
            Encoding.Latin1.GetBytes(text, target);
            return;
        }
        for (var i = 0; i < text.Length; i++)
            target[i] = (byte)text[i];
    }

    private ApartArray[] CopyOfApart()
    {
        var arrays = new ApartArray[_apart.Count];
        for (var i = 0; i < arrays.Length; i++)
            arrays[i] = _apart[i].Array;
        return arrays;
    }

    private void MeasureRoom() => _room = (int)Math.Min(_buffer.Length, MostBytes);

    /// <summary>An array that travels apart, and before which of the other bytes it stands.</summary>
    private readonly record struct Placed(ApartArray Array, int At);
}

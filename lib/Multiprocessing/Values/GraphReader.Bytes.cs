using System.Runtime.CompilerServices;
using System.Text;

namespace Multiprocessing.Values;

internal sealed unsafe partial class GraphReader
{
    // Pointers into the pinned payload while a graph is read; between graphs only the count stays.
    private byte* _at;
    private byte* _end;
    private int _consumed;
    private int _nextApart;
    private long _apartConsumed;

    /// <summary>How many bytes are left.</summary>
    public int Remaining => (int)(_end - _at);

    public byte ReadByte()
    {
        if (_at == _end)
            throw Ended();
        return *_at++;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Damage("a number without an end");
    }

    /// <summary>A small number, at most <paramref name="limit"/>.</summary>
    public int ReadNumber(int limit = int.MaxValue)
    {
        var value = ReadVarint();
        if (value > (ulong)limit)
            throw Damage($"the number {value} where at most {limit} can be");
        return (int)value;
    }

    /// <summary>
    /// A number of elements that each take at least that many bytes. Nothing is allocated on a length's word
    /// beyond what the rest of the payload could hold.
    /// </summary>
    public int ReadCount(int bytesEach = 1) => ReadNumber(Remaining / bytesEach);

    /// <exception cref="InvalidDataException">So many elements of that many bytes are not there.</exception>
    public void CheckCount(long count, int bytesEach)
    {
        if (count > Remaining / bytesEach)
            throw Damage($"{count} elements that are not there");
    }

    /// <summary>The next of the arrays that arrived apart; null where one of so many bytes stands in its place.</summary>
    public ApartArray? TakeApart(long length, bool isBlock = false)
    {
        if (!ApartArray.Is(length, isBlock) || Apart.Length == 0)
            return null;
        if (_nextApart == Apart.Length || Apart[_nextApart].Length != length)
            throw Damage("a large array that did not come with it");
        _apartConsumed += length;
        return Apart[_nextApart++];
    }

    public Guid ReadGuid() => new(ReadBytes(PayloadWriter.GuidLength));

    public T ReadRaw<T>() =>
        Unsafe.ReadUnaligned<T>(
            ref Unsafe.AsRef(in ReadBytes(Unsafe.SizeOf<T>()).GetPinnableReference())
        );

    /// <summary>The next bytes, in place; valid while the graph is read.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > Remaining)
            throw Ended();
        var bytes = new ReadOnlySpan<byte>(_at, count);
        _at += count;
        return bytes;
    }

    public string ReadString()
    {
        var header = ReadVarint();
        var wide = (header & 1) != 0;
        var length = header >> 1;
        if (length > (ulong)(wide ? Remaining / sizeof(char) : Remaining))
            throw Ended();
        if (!wide)
            return Encoding.Latin1.GetString(ReadBytes((int)length));
        var text = new string('\0', (int)length);
        fixed (char* target = text)
            ReadBytes((int)length * sizeof(char))
                .CopyTo(new Span<byte>(target, (int)length * sizeof(char)));
        return text;
    }

    /// <summary>The error for a payload that says what cannot be.</summary>
    public static InvalidDataException Damage(string what) =>
        new($"The values cannot be read: the message is damaged, it holds {what}.");

    private static InvalidDataException Ended() =>
        new("The values cannot be read: the message ends too early.");
}

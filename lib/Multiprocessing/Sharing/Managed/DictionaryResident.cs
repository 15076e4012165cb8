using System.Buffers.Binary;
using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

internal enum DictionaryVerb : byte
{
    Get = Verbs.FirstOwn,
    Set,
    Add,
    Exchange,
    Remove,
    Clear,
    Count,
    Entries,
}

/// <summary>
/// What <see cref="ProcessDictionary{TKey,TValue}"/> is where it lives: real keys, so that their own equality counts, and
/// packed values.
/// </summary>
internal sealed class DictionaryResident<TKey> : InvokingResident
    where TKey : notnull
{
    // Of keys whose equality is the runtime's own: to look for one calls nobody's code.
    private static readonly bool s_isPlain = IsPlain(typeof(TKey));

    private readonly Dictionary<TKey, Entry> _entries = [];
    private long _lastStamp;

    private sealed record Entry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, long Stamp);

    /// <inheritdoc/>
    public override string Name => nameof(ProcessDictionary<,>);

    /// <inheritdoc/>
    protected override string Refusal =>
        $"The ProcessDictionary looks for a key just now, and Equals or GetHashCode of {typeof(TKey).Name} asks the same dictionary, which would wait for itself.";

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        if (s_isPlain)
        {
            Run(inquiry);
        }
        else
        {
            base.Handle(inquiry);
        }
    }

    /// <inheritdoc/>
    protected override void Run(Inquiry inquiry)
    {
        switch ((DictionaryVerb)inquiry.Question.Verb)
        {
            case DictionaryVerb.Count:
                inquiry.Answer(BitConverter.GetBytes(_entries.Count));
                return;
            case DictionaryVerb.Entries:
                inquiry.Answer(Snapshot());
                return;
            case DictionaryVerb.Clear:
                _entries.Clear();
                inquiry.Answer();
                return;
        }

        DictionaryContent content = DictionaryContent.Read(inquiry.Question.Content);
        TKey key = Packed.Read<TKey>(content.Key);
        _entries.TryGetValue(key, out Entry? found);
        switch ((DictionaryVerb)inquiry.Question.Verb)
        {
            case DictionaryVerb.Get:
                inquiry.Answer(Told(found));
                break;
            case DictionaryVerb.Remove:
                _entries.Remove(key);
                inquiry.Answer(Told(found));
                break;
            case DictionaryVerb.Set:
                Store(key, content);
                inquiry.Answer();
                break;
            case DictionaryVerb.Add when found is null:
            case DictionaryVerb.Exchange when found?.Stamp == content.Stamp:
                Store(key, content);
                inquiry.Answer(BitConverter.GetBytes(true));
                break;
            case DictionaryVerb.Add:
            case DictionaryVerb.Exchange:
                inquiry.Answer(BitConverter.GetBytes(false));
                break;
        }
    }

    private static bool IsPlain(Type type) =>
        type == typeof(string)
        || type.IsEnum
        || (
            type.IsValueType
            && type.Assembly == typeof(object).Assembly
            && Array.TrueForAll(type.GetGenericArguments(), IsPlain)
        );

    private void Store(TKey key, in DictionaryContent content) =>
        _entries[key] = new Entry(content.Key, content.Value, ++_lastStamp);

    /// <summary>Nothing for no entry, else stamp and value.</summary>
    private static byte[] Told(Entry? entry) =>
        entry is null ? [] : [.. BitConverter.GetBytes(entry.Stamp), .. entry.Value.Span];

    private byte[] Snapshot()
    {
        using var output = new PayloadWriter();
        foreach (Entry entry in _entries.Values)
        {
            new DictionaryContent(entry.Key, entry.Value, entry.Stamp).Write(output);
        }

        return output.ToArray();
    }
}

/// <summary>A key and what belongs to it, packed, in questions and in snapshots.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, empty if there is none.</param>
/// <param name="Stamp">Which change of the dictionary stored it.</param>
internal readonly record struct DictionaryContent(
    ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> Value,
    long Stamp
)
{
    private const int KeyLengthAt = sizeof(long);
    private const int ValueLengthAt = KeyLengthAt + sizeof(int);
    private const int HeaderLength = ValueLengthAt + sizeof(int);

    /// <summary>How many bytes it takes.</summary>
    public int Length => HeaderLength + Key.Length + Value.Length;

    public byte[] ToBytes()
    {
        using var output = new PayloadWriter();
        Write(output);
        return output.ToArray();
    }

    public void Write(PayloadWriter output)
    {
        Span<byte> bytes = output.Reserve(Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Stamp);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[KeyLengthAt..], Key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[ValueLengthAt..], Value.Length);
        Key.Span.CopyTo(bytes[HeaderLength..]);
        Value.Span.CopyTo(bytes[(HeaderLength + Key.Length)..]);
    }

    public static DictionaryContent Read(ReadOnlyMemory<byte> bytes)
    {
        int keyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[KeyLengthAt..]);
        int valueLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[ValueLengthAt..]);
        return new DictionaryContent(
            bytes.Slice(HeaderLength, keyLength),
            bytes.Slice(HeaderLength + keyLength, valueLength),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.Span)
        );
    }
}

/// <summary>A dictionary to be made.</summary>
internal sealed record DictionaryBlueprint<TKey> : IBlueprint
    where TKey : notnull
{
    public Resident Build() => new DictionaryResident<TKey>();
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>Writes object graphs, one after another, into a growing buffer.</summary>
internal sealed partial class GraphWriter(
    PayloadWriter output,
    ICodeBook book,
    IReach reach,
    object? context = null
)
{
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private Dictionary<object, object>? _arrays; // what lazily evaluated sequences became
    private int _count;
    private int _length;

    /// <summary>Where the bytes go; codecs write through it.</summary>
    public PayloadWriter Output { get; } = output;

    /// <summary>Names the code of what is written.</summary>
    public ICodeBook Book { get; } = book;

    /// <summary>Whatever the codecs of handles need.</summary>
    public object? Context { get; } = context;

    /// <summary>Whether a lazily evaluated sequence becomes an array, as results do.</summary>
    public bool Materialise { get; set; }

    /// <summary>What follows is read by another reader than what was written before: types are spelled out again.</summary>
    public void BeginPayload() => _types.Forget((0, 0));

    /// <summary>Writes one graph; on failure nothing of it stays in the buffer.</summary>
    /// <exception cref="NotSerializableException">Something in the graph cannot travel.</exception>
    public void Write<T>(T root, string rootName)
    {
        if (typeof(T).IsPrimitive)
        {
            Slot<T>.Write(this, root);
            return;
        }
        _variables.Clear();
        _length = Output.Length;
        var types = _types.Mark();
        try
        {
            CheckCurrent(typeof(T));
            Slot<T>.Write(this, root);
            WriteRest();
            if (_count > 0)
                WriteHolders();
        }
        catch (Refusal refusal)
        {
            if (_sought is not null)
                TellWayFrom(root, Slot<T>.Write, start: 0);
            Undo(types);
            throw refusal.ToPublic(rootName);
        }
        catch
        {
            Undo(types);
            throw;
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Writes the first values of a block, which is the writer's from here on.</summary>
    /// <exception cref="NotSerializableException">They cannot travel.</exception>
    public void WriteBlock<T>(in Block<T> block, int count, string rootName)
    {
        if (!Blittable<T>.Is)
        {
            Write(block.Values[..count].ToArray(), rootName);
            return;
        }
        try
        {
            CheckCurrent(typeof(T));
            Output.CheckRoom((long)count * Block<T>.Size);
            Output.WriteVarint(count);
            Output.WriteArray(block.Bytes(count));
        }
        catch (Refusal refusal)
        {
            throw refusal.ToPublic(rootName);
        }
    }

    /// <summary>Writes a reference from a place of the given static type.</summary>
    public void WriteReference(object? value, Type slot)
    {
        var mark = _begun.Count;
        var codec = Begin(ref value, slot);
        Complete(mark, codec, value);
    }

    /// <summary>Writes a reference from a place that holds text, which is most often short.</summary>
    public void WriteText(string? value)
    {
        if (value is null || value.Length > StringCodec.LongestUnshared)
        {
            WriteReference(value, typeof(string));
            return;
        }
        _count++;
        Output.WriteByte(Tag.New);
        Output.WriteString(value);
    }

    /// <summary>
    /// Writes a reference as far as the other side can make the object from it; its body comes when the
    /// reference in which this was called is complete. Breaks cycles through what is made whole, such as delegates.
    /// </summary>
    public void WriteReferenceLater(object? value, Type slot, string step)
    {
        _depth++;
        try
        {
            if (Begin(ref value, slot) is { } codec)
                _begun.Push(new Unfinished(codec, value!, step));
        }
        catch (Refusal refusal) when (refusal.Through(step)) { }
        _depth--;
    }

    /// <summary>Writes tag, type and header; the codec is returned if a body is to follow.</summary>
    internal ObjectCodec? Begin(ref object? value, Type slot)
    {
        if (value is null)
        {
            Output.WriteByte(Tag.Null);
            return null;
        }
        var entry = EntryFor(value.GetType());
        if (entry.Codec.Shares(value))
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _numbers,
                value,
                out var met
            );
            // The second walk that tells a way meets anew what came after its beginning.
            if (met && number < _count)
            {
                Output.WriteVarint(Tag.FirstBackReference + number);
                return null;
            }
            if (Materialise && entry.IsLazy && TryMaterialise(value, slot, out var array))
            {
                var original = value;
                value = array;
                var codec = Begin(ref value, slot);
                _numbers[original] = _numbers[array];
                return codec;
            }
            number = _count;
        }
        _count++;
        if (entry.IsPruned)
        {
            Output.WriteByte(Tag.Holder);
            WriteType(value.GetType());
            AddHolder(value, entry);
            return null;
        }
        if (entry.Codec.WireType == slot)
        {
            Output.WriteByte(Tag.New);
        }
        else
        {
            Output.WriteByte(Tag.NewTyped);
            WriteType(entry.Codec.WireType);
        }
        entry.Codec.WriteHeader(this, value);
        return entry.Codec.HasBody ? entry.Codec : null;
    }

    private bool TryMaterialise(object value, Type slot, [NotNullWhen(true)] out object? array)
    {
        if (_arrays is not null && _arrays.TryGetValue(value, out array))
            return true;
        if (!Sequences.TryMaterialise(value, slot, out array))
            return false;
        _arrays ??= new(ReferenceEqualityComparer.Instance);
        _arrays.Add(value, array);
        return true;
    }

    private void Undo((int, int) types)
    {
        Output.Truncate(_length);
        _types.Forget(types);
    }

    private void Forget()
    {
        // Clearing costs by capacity: one large graph must not slow thousands of small ones after it.
        _numbers.Clear();
        if (_count > 1024)
            _numbers.TrimExcess();
        _begun.Clear();
        _rest.Clear();
        _holders.Clear();
        _arrays = null;
        _owner = _sought = null;
        _count = _depth = 0;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Reads the graphs of a payload, one after another, as <see cref="GraphWriter"/> wrote them.</summary>
internal sealed unsafe partial class GraphReader(ICodeBook book, object? context = null)
{
    private ReadOnlyMemory<byte> _payload;
    private readonly List<object?> _objects = [];
    private readonly List<Holder> _holders = [];
    private readonly List<Action> _postponed = [];

    private sealed class Holder(object value, FieldSet fields)
    {
        public object Value => value;

        public FieldSet Fields => fields;
    }

    public GraphReader(ReadOnlyMemory<byte> payload, ICodeBook book, object? context = null)
        : this(book, context) => _payload = payload;

    /// <summary>Whatever the codecs of handles need.</summary>
    public object? Context { get; private set; } = context;

    /// <summary>Goes on with another payload, in another context.</summary>
    public void BeginPayload(ReadOnlyMemory<byte> payload, ApartArray[] apart, object? context)
    {
        Context = context;
        Apart = apart;
        _nextApart = 0;
        _apartConsumed = 0;
        _payload = payload;
        _consumed = 0;
        _types.Clear();
        _assemblies.Clear();
    }

    /// <summary>The arrays that arrived apart from the payload; none where they stand in it.</summary>
    public ApartArray[] Apart { private get; set; } = ApartArray.None;

    /// <summary>How many bytes the graphs took that have been read.</summary>
    public int Consumed => _consumed;

    /// <summary>The same with the arrays that travelled apart.</summary>
    public long ConsumedInAll => _consumed + _apartConsumed;

    /// <summary>Whether all graphs have been read.</summary>
    public bool IsAtEnd => _consumed == _payload.Length;

    /// <summary>Reads the next graph; its root must have been written with the same static type.</summary>
    /// <exception cref="InvalidDataException">The payload is damaged or its types are not the same here.</exception>
    public T Read<T>()
    {
        fixed (byte* start = _payload.Span)
        {
            _at = start + _consumed;
            _end = start + _payload.Length;
            try
            {
                var root = Slot<T>.Read(this);
                ReadRest();
                if (_objects.Count > 0)
                    ReadHolders();
                // Not by index: the hash of a key may look into containers that come before it.
                foreach (var add in _postponed)
                    add();
                _consumed = _payload.Length - Remaining;
                return root;
            }
            catch (Exception e) when (IsOfDamage(e))
            {
                throw new InvalidDataException($"The values cannot be read: {e.Message}", e);
            }
            finally
            {
                _at = _end = null;
                Forget();
            }
        }
    }

    /// <summary>Reads what <see cref="GraphWriter.WriteBlock"/> wrote; whoever gets it disposes of it.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Block<T> ReadBlock<T>()
    {
        if (!Blittable<T>.Is)
        {
            var all = Read<T[]>();
            return Block<T>.Of(all, 0, all.Length);
        }
        fixed (byte* start = _payload.Span)
        {
            _at = start + _consumed;
            _end = start + _payload.Length;
            var count = ReadNumber();
            var apart = TakeApart((long)count * Block<T>.Size, isBlock: true);
            var block = apart is { } array
                ? Block<T>.Of(array)
                : Block<T>.Of(ReadPlain<T>(count), 0, count);
            _consumed = _payload.Length - Remaining;
            _at = _end = null;
            return block;
        }
    }

    private T[] ReadPlain<T>(int count)
    {
        CheckCount(count, Block<T>.Size);
        var values = GC.AllocateUninitializedArray<T>(count);
        Elements.Read(this, values.AsSpan());
        return values;
    }

    private void Forget()
    {
        _objects.Clear();
        _begun.Clear();
        _rest.Clear();
        _holders.Clear();
        _postponed.Clear();
        _depth = 0;
    }

    /// <summary>Reads a reference from a place of the given static type.</summary>
    public object? ReadReference(Type slot)
    {
        var mark = _begun.Count;
        var value = Begin(slot, out var codec);
        Complete(mark, codec, value);
        return value;
    }

    /// <summary>Reads a reference from a place that holds text.</summary>
    public string? ReadText()
    {
        if (_at == _end || *_at != Tag.New)
            return (string?)ReadReference(typeof(string));
        _at++;
        var text = ReadString();
        _objects.Add(text);
        return text;
    }

    /// <summary>The counterpart of <see cref="GraphWriter.WriteReferenceLater"/>: the object is not filled yet.</summary>
    public object? ReadReferenceLater(Type slot)
    {
        _depth++;
        var value = Begin(slot, out var codec);
        _depth--;
        if (codec is not null)
            _begun.Push(new Unfinished(codec, value!));
        return value;
    }

    /// <summary>Reads tag, type and header; the codec is given if a body follows.</summary>
    internal object? Begin(Type slot, out ObjectCodec? codec)
    {
        codec = null;
        var tag = ReadVarint();
        switch (tag)
        {
            case Tag.Null:
                return null;
            case Tag.New:
                return Allocate(Codecs.For(slot), out codec);
            case Tag.NewTyped:
                return Allocate(Codecs.For(ReadType()), out codec);
            case Tag.Holder:
                return AllocateHolder(ReadType());
            default:
                var number = tag - Tag.FirstBackReference;
                if (number >= (ulong)_objects.Count || _objects[(int)number] is not { } known)
                    throw Damage($"a reference to object {number}, which is not there");
                return known;
        }
    }

    private object Allocate(ObjectCodec made, out ObjectCodec? codec)
    {
        var number = _objects.Count;
        _objects.Add(null);
        var value = made.Allocate(this);
        _objects[number] = value;
        codec = made.HasBody ? made : null;
        return value;
    }

    private object AllocateHolder(Type type)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type);
        _objects.Add(value);
        _holders.Add(new Holder(value, FieldSet.Of(type)));
        return value;
    }

    private void ReadHolders()
    {
        for (var number = ReadVarint(); number != 0; number = ReadVarint())
        {
            if (number > (ulong)_holders.Count)
                throw Damage($"a variable of holder {number}, which is not there");
            var holder = _holders[(int)number - 1];
            var index = ReadVarint();
            if (index >= (ulong)holder.Fields.Slots.Length)
                throw Damage($"variable {index} of {holder.Value.GetType()}, which has none such");
            holder.Fields.Slots[(int)index].Read(this, holder.Value);
            ReadRest();
        }
    }

    private static bool IsOfDamage(Exception e) =>
        e
            is InvalidCastException
                or ArgumentException
                or OverflowException
                or IndexOutOfRangeException
                or NullReferenceException
                or TypeLoadException
                or BadImageFormatException
                or MissingMemberException
                or MemberAccessException
                or NotSupportedException
                or TargetInvocationException
                or FormatException
                or InsufficientExecutionStackException
                or Refusal;
}

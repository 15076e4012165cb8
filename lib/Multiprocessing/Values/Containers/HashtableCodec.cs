using System.Collections;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Hash tables from before generics.</summary>
internal sealed class HashtableCodec(Type type) : RebuiltCodec<Hashtable>(type)
{
    // What Hashtable.Synchronized returns answers for another table, which is among its own fields.
    private readonly bool _isWrapper = type.Name == "SyncHashtable";

    protected override void WriteContent(GraphWriter writer, Hashtable value)
    {
        Slot<IEqualityComparer?>.Write(writer, _isWrapper ? null : ComparerOf(value));
        if (_isWrapper)
        {
            writer.Output.WriteVarint(0);
            return;
        }
        writer.Output.WriteVarint(value.Count);
        foreach (DictionaryEntry entry in value)
        {
            try
            {
                Slot<object>.Write(writer, entry.Key);
                Slot<object?>.Write(writer, entry.Value);
            }
            catch (Refusal refusal) when (refusal.Through(Keys.StepOf(entry.Key))) { }
        }
    }

    protected override void ReadContent(GraphReader reader, Hashtable target)
    {
        var mark = reader.Mark;
        var comparer = Slot<IEqualityComparer?>.Read(reader);
        Construct(target, comparer);
        var items = new (object Key, object? Value)[reader.ReadCount(2)];
        for (var i = 0; i < items.Length; i++)
            items[i] = (Slot<object>.Read(reader), Slot<object?>.Read(reader));
        reader.Postpone(
            mark,
            () =>
            {
                foreach (var (key, value) in items)
                    target.Add(key, value);
            }
        );
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(Hashtable target, IEqualityComparer? comparer);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EqualityComparer")]
    private static extern IEqualityComparer? ComparerOf(Hashtable table);
}

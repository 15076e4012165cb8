using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The fields of an object, written one after another.</summary>
internal sealed class FieldSet
{
    private static readonly ConcurrentDictionary<Type, FieldSet> s_whole = new();

    private readonly FieldRun _run;

    private FieldSet(List<FieldInfo> fields)
    {
        Slots = new FieldSlot[fields.Count];
        for (var i = 0; i < Slots.Length; i++)
            Slots[i] = FieldSlot.For(fields[i]);
        _run = new FieldRun(Slots);
    }

    public FieldSlot[] Slots { get; }

    /// <summary>All fields of the type.</summary>
    public static FieldSet Of(Type type) =>
        s_whole.GetOrAdd(type, static t => new FieldSet(Layout.Between(t, null)));

    /// <summary>The fields that the type and its bases below the given one declare.</summary>
    public static FieldSet Between(Type type, Type above) => new(Layout.Between(type, above));

    /// <summary>The fields of these names.</summary>
    public static FieldSet Only(Type type, params string[] names) =>
        new(Layout.Between(type, null).FindAll(f => names.Contains(f.Name)));

    /// <summary>All fields but those of these names.</summary>
    public static FieldSet Except(Type type, params string[] names) =>
        new(Layout.Between(type, null).FindAll(f => !names.Contains(f.Name)));

    /// <summary>The number of a field, which may be the generic definition's.</summary>
    public int IndexOf(FieldInfo field) =>
        Array.FindIndex(
            Slots,
            s => s.Info.MetadataToken == field.MetadataToken && s.Info.Module == field.Module
        );

    public void Write(GraphWriter writer, object owner)
    {
        var i = 0;
        try
        {
            _run.Write(writer, owner, ref i);
        }
        catch (Refusal refusal) when (refusal.Through(Slots[i].Step)) { }
    }

    public void Read(GraphReader reader, object owner) => _run.Read(reader, owner);
}

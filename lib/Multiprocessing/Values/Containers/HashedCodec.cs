namespace Multiprocessing.Values;

/// <summary>
/// A container that finds its items by hash code. It is filled anew, never copied field by field: hash codes of
/// strings and objects are others in another process.
/// </summary>
internal abstract class HashedCodec<TContainer, TKey, TItem>(Type type)
    : RebuiltCodec<TContainer>(type)
    where TContainer : class
{
    protected sealed override void WriteContent(GraphWriter writer, TContainer value)
    {
        var comparer = ComparerOf(value);
        Slot<IEqualityComparer<TKey>?>.Write(
            writer,
            ReferenceEquals(comparer, EqualityComparer<TKey>.Default) ? null : comparer
        );
        var items = ItemsOf(value);
        writer.Output.WriteVarint(items.Count);
        var i = 0;
        try
        {
            for (; i < items.Count; i++)
                Slot<TItem>.Write(writer, items[i]);
        }
        catch (Refusal refusal) when (refusal.Through(Keys.StepOf(KeyOf(items[i])))) { }
    }

    protected sealed override void ReadContent(GraphReader reader, TContainer target)
    {
        var mark = reader.Mark;
        var comparer = Slot<IEqualityComparer<TKey>?>.Read(reader);
        // A comparer whose body is put off cannot be asked yet.
        var isReady =
            Keys<TKey>.AreSelfContained
            && (comparer is null || (Framework.Owns(comparer.GetType()) && reader.Mark == mark));
        var items = new TItem[reader.ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = Slot<TItem>.Read(reader);
        if (isReady)
            Build(target, comparer, items);
        else
            reader.Postpone(mark, () => Build(target, comparer, items));
    }

    protected abstract IEqualityComparer<TKey>? ComparerOf(TContainer container);

    protected abstract List<TItem> ItemsOf(TContainer container);

    protected abstract TKey KeyOf(TItem item);

    /// <summary>Constructs the target and adds the items.</summary>
    protected abstract void Build(
        TContainer target,
        IEqualityComparer<TKey>? comparer,
        TItem[] items
    );
}

/// <summary>Whether the hash code of a key of this type can depend on other objects of the graph.</summary>
internal static class Keys<TKey>
{
    public static readonly bool AreSelfContained = Keys.AreSelfContained(typeof(TKey));
}

/// <summary>What is to be known of keys.</summary>
internal static class Keys
{
    public static bool AreSelfContained(Type type) =>
        type == typeof(string)
        || Blittable.Is(type)
        || (
            type.IsValueType
            && type.GetFields(Layout.Declared)
                .All(f => f.FieldType != type && AreSelfContained(f.FieldType))
        );

    public static string StepOf(object? key) =>
        key switch
        {
            null => "[null]",
            string text => $"[\"{text}\"]",
            IFormattable plain when Blittable.Is(key.GetType()) => $"[{plain}]",
            _ => $"[a {TypeNames.Of(key.GetType())}]",
        };
}

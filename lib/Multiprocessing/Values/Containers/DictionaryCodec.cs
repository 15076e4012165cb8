using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Dictionaries and classes derived from them.</summary>
internal sealed class DictionaryCodec<TKey, TValue>(Type type)
    : HashedCodec<Dictionary<TKey, TValue>, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(Dictionary<TKey, TValue> container) =>
        container.Comparer;

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(Dictionary<TKey, TValue> container)
    {
        // Not ToList: a derived class may answer interfaces in its own way.
        var items = new List<KeyValuePair<TKey, TValue>>(container.Count);
        foreach (var item in container)
            items.Add(item);
        return items;
    }

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        Dictionary<TKey, TValue> target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TValue>[] items
    )
    {
        Construct(target, items.Length, comparer);
        foreach (var (key, value) in items)
            target.Add(key, value);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(
        Dictionary<TKey, TValue> target,
        int capacity,
        IEqualityComparer<TKey>? comparer
    );
}

using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Dictionaries that keep the order of their keys.</summary>
internal sealed class OrderedDictionaryCodec<TKey, TValue>(Type type)
    : HashedCodec<OrderedDictionary<TKey, TValue>, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(
        OrderedDictionary<TKey, TValue> container
    ) => container.Comparer;

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(
        OrderedDictionary<TKey, TValue> container
    )
    {
        var items = new List<KeyValuePair<TKey, TValue>>(container.Count);
        foreach (var item in container)
            items.Add(item);
        return items;
    }

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        OrderedDictionary<TKey, TValue> target,
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
        OrderedDictionary<TKey, TValue> target,
        int capacity,
        IEqualityComparer<TKey>? comparer
    );
}

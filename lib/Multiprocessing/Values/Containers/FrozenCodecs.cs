using System.Collections.Frozen;

namespace Multiprocessing.Values;

/// <summary>Frozen dictionaries: which class .NET picks depends on the keys alone, so it picks the same again.</summary>
internal sealed class FrozenDictionaryCodec<TKey, TValue>(Type type)
    : HashedCodec<FrozenDictionary<TKey, TValue>, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(
        FrozenDictionary<TKey, TValue> container
    ) => container.Comparer;

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(
        FrozenDictionary<TKey, TValue> container
    ) => [.. container];

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        FrozenDictionary<TKey, TValue> target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TValue>[] items
    ) => Transplant.Into(target, items.ToFrozenDictionary(comparer));
}

/// <summary>Frozen sets, likewise.</summary>
internal sealed class FrozenSetCodec<T>(Type type) : HashedCodec<FrozenSet<T>, T, T>(type)
{
    protected override IEqualityComparer<T>? ComparerOf(FrozenSet<T> container) =>
        container.Comparer;

    protected override List<T> ItemsOf(FrozenSet<T> container) => [.. container];

    protected override T KeyOf(T item) => item;

    protected override void Build(FrozenSet<T> target, IEqualityComparer<T>? comparer, T[] items) =>
        Transplant.Into(target, items.ToFrozenSet(comparer));
}

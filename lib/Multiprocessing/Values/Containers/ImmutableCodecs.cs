using System.Collections.Immutable;

namespace Multiprocessing.Values;

/// <summary>Immutable dictionaries.</summary>
internal sealed class ImmutableDictionaryCodec<TKey, TValue>(Type type)
    : HashedCodec<ImmutableDictionary<TKey, TValue>, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(
        ImmutableDictionary<TKey, TValue> container
    )
    {
        ValueComparers.Check<TValue>(container.ValueComparer);
        return container.KeyComparer;
    }

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(
        ImmutableDictionary<TKey, TValue> container
    ) => [.. container];

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        ImmutableDictionary<TKey, TValue> target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TValue>[] items
    ) => Transplant.Into(target, ImmutableDictionary.CreateRange(comparer, items));
}

/// <summary>Immutable dictionaries under construction.</summary>
internal sealed class ImmutableDictionaryBuilderCodec<TKey, TValue>(Type type)
    : HashedCodec<ImmutableDictionary<TKey, TValue>.Builder, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(
        ImmutableDictionary<TKey, TValue>.Builder container
    )
    {
        ValueComparers.Check<TValue>(container.ValueComparer);
        return container.KeyComparer;
    }

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(
        ImmutableDictionary<TKey, TValue>.Builder container
    ) => [.. container];

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        ImmutableDictionary<TKey, TValue>.Builder target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TValue>[] items
    ) => Transplant.Into(target, ImmutableDictionary.CreateRange(comparer, items).ToBuilder());
}

/// <summary>Immutable hash sets.</summary>
internal sealed class ImmutableHashSetCodec<T>(Type type)
    : HashedCodec<ImmutableHashSet<T>, T, T>(type)
{
    protected override IEqualityComparer<T>? ComparerOf(ImmutableHashSet<T> container) =>
        container.KeyComparer;

    protected override List<T> ItemsOf(ImmutableHashSet<T> container) => [.. container];

    protected override T KeyOf(T item) => item;

    protected override void Build(
        ImmutableHashSet<T> target,
        IEqualityComparer<T>? comparer,
        T[] items
    ) => Transplant.Into(target, ImmutableHashSet.CreateRange(comparer, items));
}

/// <summary>Immutable hash sets under construction.</summary>
internal sealed class ImmutableHashSetBuilderCodec<T>(Type type)
    : HashedCodec<ImmutableHashSet<T>.Builder, T, T>(type)
{
    protected override IEqualityComparer<T>? ComparerOf(ImmutableHashSet<T>.Builder container) =>
        container.KeyComparer;

    protected override List<T> ItemsOf(ImmutableHashSet<T>.Builder container) => [.. container];

    protected override T KeyOf(T item) => item;

    protected override void Build(
        ImmutableHashSet<T>.Builder target,
        IEqualityComparer<T>? comparer,
        T[] items
    ) => Transplant.Into(target, ImmutableHashSet.CreateRange(comparer, items).ToBuilder());
}

/// <summary>Immutable dictionaries may also compare values in a way of their own, which is not brought along.</summary>
internal static class ValueComparers
{
    public static void Check<TValue>(IEqualityComparer<TValue> comparer)
    {
        if (!ReferenceEquals(comparer, EqualityComparer<TValue>.Default))
            throw new Refusal(
                comparer.GetType(),
                "an immutable dictionary travels with the default comparer of values only. Use WithComparers(KeyComparer)."
            );
    }
}

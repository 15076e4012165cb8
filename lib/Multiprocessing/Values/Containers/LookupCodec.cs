using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>What <c>ToLookup</c> returns.</summary>
internal sealed class LookupCodec<TKey, TElement>(Type type)
    : HashedCodec<Lookup<TKey, TElement>, TKey, KeyValuePair<TKey, TElement>>(type)
{
    protected override IEqualityComparer<TKey>? ComparerOf(Lookup<TKey, TElement> container) =>
        ComparerField(container);

    protected override List<KeyValuePair<TKey, TElement>> ItemsOf(
        Lookup<TKey, TElement> container
    ) => [.. container.SelectMany(g => g, (g, e) => KeyValuePair.Create(g.Key, e))];

    protected override TKey KeyOf(KeyValuePair<TKey, TElement> item) => item.Key;

    protected override void Build(
        Lookup<TKey, TElement> target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TElement>[] items
    ) => Transplant.Into(target, items.ToLookup(p => p.Key, p => p.Value, comparer));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_comparer")]
    private static extern ref IEqualityComparer<TKey> ComparerField(Lookup<TKey, TElement> lookup);
}

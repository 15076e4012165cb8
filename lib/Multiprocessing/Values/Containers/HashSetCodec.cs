using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Hash sets and classes derived from them.</summary>
internal sealed class HashSetCodec<T>(Type type) : HashedCodec<HashSet<T>, T, T>(type)
{
    protected override IEqualityComparer<T>? ComparerOf(HashSet<T> container) => container.Comparer;

    protected override List<T> ItemsOf(HashSet<T> container)
    {
        var items = new List<T>(container.Count);
        foreach (var item in container)
            items.Add(item);
        return items;
    }

    protected override T KeyOf(T item) => item;

    protected override void Build(HashSet<T> target, IEqualityComparer<T>? comparer, T[] items)
    {
        Construct(target, items.Length, comparer);
        foreach (var item in items)
            target.Add(item);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(
        HashSet<T> target,
        int capacity,
        IEqualityComparer<T>? comparer
    );
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Concurrent dictionaries, as they are at one moment.</summary>
internal sealed class ConcurrentDictionaryCodec<TKey, TValue>(Type type)
    : HashedCodec<ConcurrentDictionary<TKey, TValue>, TKey, KeyValuePair<TKey, TValue>>(type)
    where TKey : notnull
{
    protected override IEqualityComparer<TKey>? ComparerOf(
        ConcurrentDictionary<TKey, TValue> container
    ) => container.Comparer;

    protected override List<KeyValuePair<TKey, TValue>> ItemsOf(
        ConcurrentDictionary<TKey, TValue> container
    ) => [.. container.ToArray()];

    protected override TKey KeyOf(KeyValuePair<TKey, TValue> item) => item.Key;

    protected override void Build(
        ConcurrentDictionary<TKey, TValue> target,
        IEqualityComparer<TKey>? comparer,
        KeyValuePair<TKey, TValue>[] items
    )
    {
        Construct(target, comparer);
        foreach (var (key, value) in items)
            if (!target.TryAdd(key, value))
                throw new ArgumentException($"The key '{key}' is there twice.");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(
        ConcurrentDictionary<TKey, TValue> target,
        IEqualityComparer<TKey>? comparer
    );
}

/// <summary>A collection that is rebuilt by adding its items one after another.</summary>
internal abstract class SequenceCodec<TContainer, TItem>(Type type) : RebuiltCodec<TContainer>(type)
    where TContainer : class
{
    protected sealed override void WriteContent(GraphWriter writer, TContainer value)
    {
        var items = ItemsOf(value);
        writer.Output.WriteVarint(items.Length);
        Elements.Write<TItem>(writer, items);
    }

    protected sealed override void ReadContent(GraphReader reader, TContainer target)
    {
        Construct(target);
        var items = new TItem[reader.ReadCount(Elements.MinimumSize<TItem>())];
        Elements.Read(reader, items.AsSpan());
        foreach (var item in items)
            Add(target, item);
    }

    /// <summary>The items in the order in which they are to be added.</summary>
    protected abstract TItem[] ItemsOf(TContainer container);

    protected abstract void Construct(TContainer target);

    protected abstract void Add(TContainer target, TItem item);
}

/// <summary>Concurrent queues, as they are at one moment.</summary>
internal sealed class ConcurrentQueueCodec<T>(Type type)
    : SequenceCodec<ConcurrentQueue<T>, T>(type)
{
    protected override T[] ItemsOf(ConcurrentQueue<T> container) => container.ToArray();

    protected override void Construct(ConcurrentQueue<T> target) => Constructor(target);

    protected override void Add(ConcurrentQueue<T> target, T item) => target.Enqueue(item);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Constructor(ConcurrentQueue<T> target);
}

/// <summary>Concurrent stacks, as they are at one moment.</summary>
internal sealed class ConcurrentStackCodec<T>(Type type)
    : SequenceCodec<ConcurrentStack<T>, T>(type)
{
    protected override T[] ItemsOf(ConcurrentStack<T> container)
    {
        var items = container.ToArray();
        Array.Reverse(items);
        return items;
    }

    protected override void Construct(ConcurrentStack<T> target) => Constructor(target);

    protected override void Add(ConcurrentStack<T> target, T item) => target.Push(item);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Constructor(ConcurrentStack<T> target);
}

/// <summary>Bags, as they are at one moment; they belong to the thread that filled them.</summary>
internal sealed class ConcurrentBagCodec<T>(Type type) : SequenceCodec<ConcurrentBag<T>, T>(type)
{
    protected override T[] ItemsOf(ConcurrentBag<T> container)
    {
        // A thread takes first what it added last.
        var items = container.ToArray();
        Array.Reverse(items);
        return items;
    }

    protected override void Construct(ConcurrentBag<T> target) => Constructor(target);

    protected override void Add(ConcurrentBag<T> target, T item) => target.Add(item);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Constructor(ConcurrentBag<T> target);
}

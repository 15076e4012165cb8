using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Linked lists: their nodes in order. A node may be referred to from elsewhere, even before its list.</summary>
internal sealed class LinkedListCodec<T>(Type type) : RebuiltCodec<LinkedList<T>>(type)
{
    protected override void WriteContent(GraphWriter writer, LinkedList<T> value)
    {
        writer.Output.WriteVarint(value.Count);
        var i = 0;
        try
        {
            for (var node = value.First; node is not null; node = node.Next, i++)
            {
                // Only the node's identity: where it stands and what it holds is told here.
                object? begun = node;
                writer.Begin(ref begun, typeof(LinkedListNode<T>));
                Slot<T>.Write(writer, node.Value);
            }
        }
        catch (Refusal refusal) when (refusal.Through($"[{i}]")) { }
    }

    protected override void ReadContent(GraphReader reader, LinkedList<T> target)
    {
        Construct(target);
        var count = reader.ReadCount(2);
        LinkedListNode<T>? first = null;
        LinkedListNode<T>? last = null;
        for (var i = 0; i < count; i++)
        {
            var node = (LinkedListNode<T>)reader.Begin(typeof(LinkedListNode<T>), out _)!;
            first ??= node;
            Links<T>.List(node) = target;
            Links<T>.Previous(node) = last;
            if (last is not null)
                Links<T>.Next(last) = node;
            last = node;
            Links<T>.Item(node) = Slot<T>.Read(reader);
        }
        if (first is null)
            return;
        Links<T>.Next(last!) = first;
        Links<T>.Previous(first) = last;
        Links<T>.Head(target) = first;
        Links<T>.Count(target) = count;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(LinkedList<T> target);
}

/// <summary>A node met before its list or without one.</summary>
internal sealed class LinkedListNodeCodec<T>() : ObjectCodec(typeof(LinkedListNode<T>))
{
    public override void WriteBody(GraphWriter writer, object value)
    {
        var node = (LinkedListNode<T>)value;
        writer.WriteReference(node.List, typeof(LinkedList<T>));
        if (node.List is null)
            Slot<T>.Write(writer, node.Value);
    }

    public override void Fill(GraphReader reader, object target)
    {
        if (reader.ReadReference(typeof(LinkedList<T>)) is null)
            Links<T>.Item((LinkedListNode<T>)target) = Slot<T>.Read(reader);
    }
}

/// <summary>The inside of linked lists.</summary>
internal static class Links<T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "head")]
    public static extern ref LinkedListNode<T>? Head(LinkedList<T> list);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "count")]
    public static extern ref int Count(LinkedList<T> list);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "list")]
    public static extern ref LinkedList<T>? List(LinkedListNode<T> node);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "next")]
    public static extern ref LinkedListNode<T>? Next(LinkedListNode<T> node);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "prev")]
    public static extern ref LinkedListNode<T>? Previous(LinkedListNode<T> node);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "item")]
    public static extern ref T Item(LinkedListNode<T> node);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>Lists, without their unused room.</summary>
internal sealed class ListCodec<T>(Type type) : RebuiltCodec<List<T>>(type)
{
    protected override void WriteContent(GraphWriter writer, List<T> value)
    {
        writer.Output.WriteVarint(value.Count);
        Elements.Write<T>(writer, CollectionsMarshal.AsSpan(value));
    }

    protected override void ReadContent(GraphReader reader, List<T> target)
    {
        var count = reader.ReadCount(Elements.MinimumSize<T>());
        Construct(target, count);
        CollectionsMarshal.SetCount(target, count);
        Elements.Read(reader, CollectionsMarshal.AsSpan(target));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(List<T> target, int capacity);
}

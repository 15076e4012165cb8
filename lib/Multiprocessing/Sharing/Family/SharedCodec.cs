using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

/// <summary>A public type that stands for a shared object.</summary>
internal interface IShared<TSelf>
    where TSelf : class, IShared<TSelf>
{
    SharedObject Object { get; }

    static abstract TSelf At(SharedObject shared);
}

/// <summary>Shared objects travel as their numbers; the process that reads one tells their owner that it has a handle.</summary>
internal sealed class SharedCodec<T> : HandleCodec<T>
    where T : class, IShared<T>
{
    /// <inheritdoc/>
    public override void Write(GraphWriter writer, T value)
    {
        SharedObject shared = value.Object;
        shared.NoteSent();
        (writer.Context as ISharedSink)?.Luggage.Add(shared);
        writer.Output.WriteVarint((ulong)shared.Number);
        writer.Output.WriteByte(shared.Facet);
    }

    /// <inheritdoc/>
    public override T Read(GraphReader reader)
    {
        SharedObject shared = SharedObject.At((long)reader.ReadVarint(), reader.ReadByte());
        if (reader.Context is not ISharedSink sink || sink.Luggage.Add(shared))
        {
            shared.Tell(Verbs.Attach);
        }

        return T.At(shared);
    }
}

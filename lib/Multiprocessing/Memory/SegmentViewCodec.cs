using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Memory;

/// <summary>What is a view of a segment.</summary>
internal interface ISegmentView<TSelf>
{
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    SegmentLease Lease { get; }

    static abstract TSelf Of(SegmentLease lease);
}

/// <summary>Views of segments travel as handles: nothing of the data is copied.</summary>
internal sealed class SegmentViewCodec<T> : HandleCodec<T>
    where T : class, ISegmentView<T>
{
    private const byte KeptByCall = 0;
    private const byte Underway = 1;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, T value)
    {
        SegmentLease lease = value.Lease;
        Segment? segment = lease.Segment;
        ObjectDisposedException.ThrowIf(segment is null, value);

        // A call's items and captures may be read several times, and all of them before the call has ended. Anything else,
        // such as a result, is read once, by whoever it was sent to.
        if (writer.Context is CapturedTokens call)
        {
            call.Keep(lease);
            writer.Output.WriteByte(KeptByCall);
        }
        else
        {
            if (writer.Context is IScopesLeases { LeaseScope: { } scope })
            {
                lease.HandOn(scope);
            }

            ObjectDisposedException.ThrowIf(
                !Memory.Underway.TrySend(segment, writer.Context),
                value
            );
            writer.Output.WriteByte(Underway);
        }

        SegmentHandle handle = segment.Handle;
        writer.Output.WriteGuid(handle.Id);
        writer.Output.WriteRaw(handle.Length);
        writer.Output.WriteString(handle.Address);
        writer.Output.WriteString(handle.Maker);
    }

    /// <inheritdoc/>
    public override T Read(GraphReader reader)
    {
        bool underway = reader.ReadByte() == Underway;
        var id = reader.ReadGuid();
        var length = reader.ReadRaw<long>();
        var handle = new SegmentHandle(id, length, reader.ReadString(), reader.ReadString());
        var lease = SegmentLease.Open(handle, (reader.Context as IScopesLeases)?.LeaseScope);
        if (underway && lease.Segment is { } segment)
        {
            Memory.Underway.Arrived(segment);
        }

        return T.Of(lease);
    }
}

using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <content>Sending a chunk to the worker that was chosen for it.</content>
internal sealed partial class Dispatcher
{
    private void Send(Seat seat, IWorkerLink link, Call call, in Chunk chunk, bool needsParcel)
    {
        link.OutputContext = call.Context;
        if (needsParcel)
        {
            link.Luggage = call.Parcel.Tokens.Luggage;
            var parcel = Frame.Of(call.Parcel, call.Id);
            link.Send(parcel);
            Insight.Sent(parcel.Length);
            foreach (int token in CancelledTokens(call))
            {
                link.Send(new Frame(FrameKind.Cancel, call.Id, token));
            }
        }

        using var output = new PayloadWriter();
        output.Reserve(ChunkHeader.Length);
        int written;
        try
        {
            written = Write(seat, call, chunk, output);
        }
        catch (Exception e)
        {
            End(call, call => call.Fail(e));
            written = 0;
        }

        if (written == 0)
        {
            LetGo(seat, call);
            return;
        }

        int budget = (int)(call.Sizer.Budget?.TotalMilliseconds ?? 0);
        new ChunkHeader(chunk.First, written, budget).Write(output.Written.Span);
        link.Send(new Frame(FrameKind.Chunk, call.Id, chunk.Number, output));
        Insight.Sent(output.Length);
    }

    /// <summary>Writes the chunk's items, or as many of the first as go into it; the others stay with the call.</summary>
    /// <returns>How many were written.</returns>
    private int Write(Seat seat, Call call, in Chunk chunk, PayloadWriter output)
    {
        var items = new GraphWriter(output, CodeBook.Shared, call.Parcel.Reach, call.Parcel.Tokens);
        try
        {
            int written = call.WriteItems(chunk, items);
            Leave(seat, call, chunk, written, rest: written);
            return written;
        }
        catch (ItemException e)
        {
            bool absorbed;
            lock (_gate)
            {
                absorbed = call.Absorb(chunk.First + e.Offset, e.InnerException!);
            }

            if (!absorbed)
            {
                throw e.InnerException!;
            }

            Leave(seat, call, chunk, e.Offset, rest: e.Offset + 1);
            return e.Offset;
        }
    }

    /// <summary>Cuts the seat's chunk to its first items and gives those from <paramref name="rest"/> on back to the call.</summary>
    private void Leave(Seat seat, Call call, in Chunk chunk, int count, int rest)
    {
        if (rest == chunk.Count && count == chunk.Count)
        {
            return;
        }

        lock (_gate)
        {
            // Unless the worker has died meanwhile, and all of the chunk with it.
            if (seat.Call == call && seat.Chunk.Number == chunk.Number)
            {
                seat.Chunk = chunk with { Count = count };
                seat.ItemsTaken -= chunk.Count - count;
                call.Backlog.PutBack(chunk.First + rest, chunk.Count - rest);
                Queue(call);
            }
        }
    }
}

using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <content>Sending chunks to the worker that was chosen for them.</content>
internal sealed partial class Dispatcher
{
    // So many bytes are sent before further chunks are written.
    private const int EnoughTogether = 64 * 1024;

    // Of chunks so large a worker has no second one lying about.
    private const int Large = 1024 * 1024;

    private void Send(in Assignment assignment)
    {
        try
        {
            Write(assignment);
        }
        finally
        {
            bool ended;
            bool cancelled;
            bool hasCancelledTokens;
            lock (_gate)
            {
                assignment.Seat.IsBeingSent = assignment.Seat.IsBeingPacked = false;
                ended = assignment.Call.Ended;
                cancelled = assignment.Call.CancelledBy is not null;
                hasCancelledTokens = assignment.Call.CancelledTokens.Count > 0;
            }

            // Whoever ended it meanwhile, or cancelled a token, may have told the worker before it had heard of the call.
            if (ended || cancelled)
            {
                Leave(assignment.Link, assignment.Call, forget: ended);
            }
            else if (hasCancelledTokens && assignment.NeedsParcel)
            {
                foreach (int token in CancelledTokens(assignment.Call))
                {
                    assignment.Link.Send(new Frame(FrameKind.Cancel, assignment.Call.Id, token));
                }
            }
        }
    }

    /// <summary>Tells a worker to begin no more of a call.</summary>
    private static void Leave(IWorkerLink link, Call call, bool forget)
    {
        link.Send(
            Frame.Pair(
                new Frame(FrameKind.Stop, call.Id),
                forget
                    ? new Frame(FrameKind.Forget, call.Id)
                    : new Frame(FrameKind.Cancel, call.Id, Frame.AllTokens)
            )
        );
    }

    private void Write(in Assignment assignment)
    {
        (Seat seat, IWorkerLink link, Call call, Deque<Chunk> chunks, bool needsParcel) =
            assignment;
        link.OutputContext = call.Context;
        var frames = new Deque<Frame>();
        int parcelLength = 0;
        if (needsParcel)
        {
            link.Luggage = call.Parcel.Tokens.Luggage;
            var parcel = Frame.Of(call.Parcel, call.Id);
            frames.Add(parcel);
            parcelLength = parcel.Length;
            foreach (int token in CancelledTokens(call))
            {
                frames.Add(new Frame(FrameKind.Cancel, call.Id, token));
            }
        }

        using var output = new PayloadWriter();
        var items = new GraphWriter(output, Code, call.Parcel.Reach, call.Parcel.Tokens);
        var written = new Deque<WrittenChunk>();
        for (int i = 0; i < chunks.Count; i++)
        {
            Chunk chunk = chunks[i];
            int start = output.Written.Length;
            items.BeginPayload();
            if (TryWrite(seat, call, chunk, items))
            {
                written.Add(new WrittenChunk(chunk.Number, start));
            }
            else
            {
                output.Truncate(start);
                LetGo(seat, call, chunk, chunk.Count, ticks: 0, link.ProcessId);
            }

            // Arrays that travel apart belong to the last frame.
            if (output.Length > EnoughTogether || output.HasApart)
            {
                Send(seat, link, call, frames, output, written);
            }
        }

        Send(seat, link, call, frames, output, written);
        Insight.Sent(parcelLength);
    }

    private void Send(
        Seat seat,
        IWorkerLink link,
        Call call,
        Deque<Frame> frames,
        PayloadWriter output,
        Deque<WrittenChunk> written
    )
    {
        FrameKind kind = call.IsSingle ? FrameKind.OnlyChunk : FrameKind.Chunk;
        for (int i = 0; i < written.Count; i++)
        {
            (int number, int start) = (written[i].Number, written[i].Start);
            bool isLast = i + 1 == written.Count;
            int end = isLast ? output.Written.Length : written[i + 1].Start;
            frames.Add(
                new Frame(kind, call.Id, number, output.Written[start..end])
                {
                    Apart = isLast ? output.Apart : ApartArray.None,
                }
            );
            call.IsOfLargeChunks |= frames.Last.Length > Large;
        }

        seat.IsBeingPacked = false;
        link.Send(frames);
        seat.IsBeingPacked = true;
        if (call.Fetcher != Environment.CurrentManagedThreadId)
        {
            link.ReadSoon();
        }

        Insight.Sent(output.Length);
        frames.Clear();
        written.Clear();
        output.Clear();
    }

    /// <summary>Writes the chunk's items, or as many of the first as go into it, behind a header; the others stay with the call.</summary>
    /// <returns>False when none was written: the call has failed, or the chunk's only item.</returns>
    private bool TryWrite(Seat seat, Call call, in Chunk chunk, GraphWriter items)
    {
        int start = items.Output.Written.Length;
        items.Output.Reserve(ChunkHeader.Length);
        try
        {
            int count = Write(seat, call, chunk, items);
            int budget = (int)(call.Sizer.Budget?.TotalMilliseconds ?? 0);
            new ChunkHeader(chunk.First, count, budget, chunk.ResultLimit).Write(
                items.Output.Written.Span[start..]
            );
            return count > 0;
        }
        catch (Exception e)
        {
            End(call, call => call.Fail(e));
            return false;
        }
    }

    private int Write(Seat seat, Call call, in Chunk chunk, GraphWriter items)
    {
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
            if (seat.Call == call && seat.ChunkOf(chunk.Number) is not null)
            {
                seat.Cut(chunk, count);
                call.Backlog.PutBack(chunk.First + rest, chunk.Count - rest);
                Queue(call);
                StartForWaiting();
            }
        }
    }

    /// <summary>Where in the output a chunk's items begin.</summary>
    private readonly record struct WrittenChunk(int Number, int Start);
}

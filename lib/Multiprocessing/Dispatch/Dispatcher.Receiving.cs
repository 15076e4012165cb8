using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <content>What workers send back.</content>
internal sealed partial class Dispatcher
{
    /// <inheritdoc/>
    public void Refused(IWorkerLink link, string reason) => Insight.Refused(link, reason);

    /// <inheritdoc/>
    public void Received(IWorkerLink link, Frame frame)
    {
        Seat? seat;
        Call? call;
        Chunk chunk = default;
        bool counts = false;
        lock (_gate)
        {
            seat = SeatOf(link);
            call = seat?.Call;
            if (seat is { Ready: false })
            {
                Prepare(seat, link, frame);
            }

            if (seat is not null && call is not null)
            {
                chunk = seat.Chunk;
                counts = call is { Ended: false, CancelledBy: null };
            }
        }

        if (seat is not null && frame.Kind == FrameKind.Ready)
        {
            Insight.WorkerStarted(link);
        }
        else if (seat is not null && call is not null)
        {
            Insight.Received(frame.Length);
            Exception? error = counts ? Take(call, seat, chunk, frame) : null;
            if (error is not null)
            {
                End(call, call => call.Fail(error));
            }

            LetGo(seat, call);
        }

        Assign();
        RestIfIdle();
    }

    /// <summary>Takes in what a worker says of a chunk; returns what failed.</summary>
    private Exception? Take(Call call, Seat seat, in Chunk chunk, in Frame frame)
    {
        try
        {
            if (frame.Kind == FrameKind.Failed)
            {
                return Failure.Unpack(frame.Payload, CodeBook.Shared);
            }

            var header = ResultHeader.Read(frame.Payload.Span);
            int done = (int)header.Done;
            var results = new GraphReader(frame.Payload[ResultHeader.Length..], CodeBook.Shared)
            {
                Apart = frame.Apart,
            };
            call.ReadResults(chunk with { Count = done }, results);
            call.Insight?.Done(chunk.First, done, seat.Link!.ProcessId, results);
            lock (_gate)
            {
                call.Backlog.PutBack(chunk.First + done, chunk.Count - done);
                Queue(call);
                seat.ItemsDone += done;
                seat.ItemsTaken -= chunk.Count - done;
                call.Sizer.Learn(done, header.Finished - header.Started);
                if (call.Watch is { DoneBy: var doneBy })
                {
                    int process = seat.Link!.ProcessId;
                    doneBy[process] = doneBy.GetValueOrDefault(process) + done;
                }
            }

            return null;
        }
        catch (Exception e)
        {
            return e; // a result of a type that this process cannot build
        }
    }

    /// <summary>The worker no longer works for the call; the last one to let go may settle it.</summary>
    private void LetGo(Seat seat, Call call)
    {
        bool complete;
        CancellationToken? cancelled;
        lock (_gate)
        {
            seat.LetGo();
            call.Running--;
            RetireIfDone(seat);
            complete = call is { Ended: false, CancelledBy: null, IsDone: true };
            cancelled = call is { Ended: false, Running: 0 } ? call.CancelledBy : null;
        }

        if (complete)
        {
            End(call, call => call.Complete());
        }
        else if (cancelled is { } token)
        {
            End(call, call => call.Cancel(token));
        }
    }
}

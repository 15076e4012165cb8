using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <content>What workers send back.</content>
internal sealed partial class Dispatcher
{
    private bool _toldOfStrangers;

    /// <inheritdoc/>
    public void SentCode(int bytes) => Insight.Sent(bytes);

    /// <inheritdoc/>
    /// <remarks>Told once a pool: strangers may come by the thousand, to each of its workers.</remarks>
    public void TurnedAway(IWorkerLink link, string strangers)
    {
        if (!Interlocked.Exchange(ref _toldOfStrangers, true))
        {
            // Not on this thread, which serves the worker: the console's writer may be the user's own.
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                    OutputPump.Write(
                        isError: true,
                        $"Multiprocessing: {Insight.Name} refused {strangers}. More will be refused without a word.{Environment.NewLine}"
                    ),
                null
            );
            Insight.Refused(link, strangers);
        }
    }

    /// <inheritdoc/>
    public void Refused(IWorkerLink link, string reason) => Insight.Refused(link, reason);

    /// <inheritdoc/>
    public void Received(IWorkerLink link, Frame frame)
    {
        Seat? seat;
        Call? call;
        Chunk? chunk = null;
        GraphReader results;
        bool counts = false;
        Exception? initializerError =
            frame.Kind == FrameKind.Failed && frame.Call == Initializer.Call
                ? Failure.Unpack(frame.Payload, Code, _initializer?.Returned)
                : null;
        lock (_gate)
        {
            seat = SeatOf(link);
            if (seat is null)
            {
                return; // it has died meanwhile
            }

            call = seat.Call;
            results = seat.Results;
            if (!seat.Ready)
            {
                Prepare(seat, link, frame, initializerError);
            }
            else if (frame.Kind == FrameKind.Recalled)
            {
                seat.Recalled = false;
            }
            else if (call is not null)
            {
                chunk = seat.ChunkOf(frame.Number);
                if (frame.Kind != FrameKind.Returned)
                {
                    call.Await(link, link.OutputShown);
                }

                counts = call is { Ended: false, CancelledBy: null };
                if (call.IsSingle && frame.Kind != FrameKind.Returned)
                {
                    seat.Parcels.Remove(call); // the worker forgets it by itself
                }
            }
        }

        if (chunk is { } answered)
        {
            Insight.Received(frame.Length);
            Settle(seat, link, call!, answered, frame, counts ? results : null);
        }

        Assign();
        RestIfIdle();
        if (frame.Kind == FrameKind.Ready)
        {
            // Last, for a first measurement brings up the instruments: meanwhile the worker works.
            Insight.WorkerStarted(link);
        }
    }

    /// <summary>Takes in what a worker says of a chunk, which it then has no longer; no results are read of a call that has ended.</summary>
    private void Settle(
        Seat seat,
        IWorkerLink link,
        Call call,
        in Chunk chunk,
        in Frame frame,
        GraphReader? results
    )
    {
        int done = frame.Kind == FrameKind.Returned ? 0 : chunk.Count;
        long ticks = 0;
        try
        {
            if (frame.Kind == FrameKind.Failed && results is not null)
            {
                Exception error = Failure.Unpack(frame.Payload, Code, call.Parcel.Tokens.Returned);
                End(call, call => call.Fail(error));
            }
            else if (frame.Kind == FrameKind.Result && results is not null)
            {
                var header = ResultHeader.Read(frame.Payload.Span);
                done = (int)header.Done;
                ticks = header.Finished - header.Started;
                results.BeginPayload(
                    frame.Payload[ResultHeader.Length..],
                    frame.Apart,
                    call.Parcel.Tokens.Returned
                );
                call.ReadResults(chunk with { Count = done }, results);
                call.Insight?.Done(chunk.First, done, link.ProcessId, results);
                results.BeginPayload(default, ApartArray.None, null); // nothing of it is kept
            }
        }
        catch (OutOfMemoryException e)
        {
            var error = new InsufficientMemoryException(
                "The results of this call do not fit into the memory that this process may have.",
                e
            );
            End(call, call => call.Fail(error));
        }
        catch (Exception e)
        {
            End(call, call => call.Fail(e)); // a result of a type that this process cannot build
        }

        LetGo(seat, call, chunk, done, ticks, link.ProcessId);
    }

    /// <summary>The worker no longer has the chunk; the last one to let go may settle the call.</summary>
    /// <param name="seat">The worker's place.</param>
    /// <param name="call">The chunk's call.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="done">How many of its items are done; the others go back to the call.</param>
    /// <param name="ticks">How long they took, in ticks of the stopwatch; 0 when that is not known.</param>
    /// <param name="process">The worker's process.</param>
    private void LetGo(Seat seat, Call call, in Chunk chunk, int done, long ticks, int process)
    {
        bool complete;
        CancellationToken? cancelled;
        lock (_gate)
        {
            if (seat.Call != call || seat.ChunkOf(chunk.Number) is null)
            {
                return; // the worker has died meanwhile, and that has been seen to
            }

            if (done < chunk.Count)
            {
                seat.ItemsTaken -= chunk.Count - done;
                call.Backlog.PutBack(chunk.First + done, chunk.Count - done);
            }

            if (ticks > 0)
            {
                seat.ItemsDone += done;
                call.Sizer.Learn(done, ticks);
                call.Watch?.Count(process, done);
            }

            seat.LetGo(chunk.Number);
            call.LetGo(chunk);
            Queue(call);
            RetireIfDone(seat);
            if (call.Place is not null)
            {
                StartForWaiting(); // items that take longer than they were thought to are more chunks
            }

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

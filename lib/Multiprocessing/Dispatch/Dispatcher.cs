using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// Hands the chunks of calls to workers and gathers what comes back. It knows links and frames, but no process and no pipe.
/// <code>
/// Submit ─► waiting calls ─► Assign ─► seat (idle → busy) ─► link.Send(Parcel once, Chunk)
///                                        ▲                        │
///              call.Complete / Fail ◄── Received(Result | Failed | Stopped) or Died ◄┘
/// </code>
/// One lock guards all that is counted; items are written, results read and frames sent outside it.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The timer is disposed when the last worker of a closed pool has ended."
)]
internal sealed partial class Dispatcher : ILinkEvents
{
    /// <summary>How long a cancelled call's items may go on before their workers are ended.</summary>
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Seat[] _seats;
    private readonly LinkedList<Call> _waiting = [];
    private int _lastCall;

    /// <summary>Queues a call. Its outcome, and any failure from here on, is the call's.</summary>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    public void Submit(Call call, CancellationToken cancellationToken)
    {
        bool empty;
        lock (_gate)
        {
            ThrowIfNotOpen();
            call.Id = ++_lastCall;
            empty = !call.HasChunks;
            if (!empty)
            {
                _waiting.AddLast(call);
                StartEmptySeats();
                NoteUse();
            }
        }

        if (empty)
        {
            call.Complete();
            return;
        }

        call.Parcel.Tokens.Watch(
            (number, token) => Attach(call, () => CancelCaptured(call, number), token)
        );
        Attach(call, () => Cancel(call, cancellationToken), cancellationToken);
        Assign();
    }

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
            if (seat is not null && frame.Kind == FrameKind.Ready)
            {
                seat.Ready = true;
            }

            if (seat is not null && call is not null)
            {
                chunk = seat.Chunk;
                counts = call is { Ended: false, CancelledBy: null };
            }
        }

        if (seat is not null && call is not null && frame.Kind != FrameKind.Ready)
        {
            Exception? error = counts ? Take(call, chunk, frame) : null;
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
    private static Exception? Take(Call call, in Chunk chunk, in Frame frame)
    {
        try
        {
            if (frame.Kind == FrameKind.Failed)
            {
                return Failure.Unpack(frame.Payload, CodeBook.Shared);
            }

            call.ReadResults(chunk, new GraphReader(frame.Payload, CodeBook.Shared));
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
            seat.Call = null;
            seat.Served = true;
            call.Running--;
            bool last = call is { Ended: false, Running: 0 };
            complete = last && call.CancelledBy is null && !call.HasChunks;
            cancelled = last ? call.CancelledBy : null;
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

    /// <summary>Gives waiting chunks to idle workers.</summary>
    private void Assign()
    {
        while (true)
        {
            Seat? seat;
            IWorkerLink link;
            Call call;
            Chunk chunk;
            bool needsParcel;
            lock (_gate)
            {
                seat = Array.Find(_seats, seat => seat.IsIdle);
                if (_waiting.First is null || seat is null)
                {
                    return;
                }

                call = _waiting.First.Value;
                chunk = call.NextChunk();
                if (!call.HasChunks)
                {
                    _waiting.RemoveFirst();
                }

                call.Running++;
                seat.Call = call;
                seat.Chunk = chunk;
                needsParcel = seat.Parcels.Add(call);
                link = seat.Link!;
            }

            Send(seat, link, call, chunk, needsParcel);
        }
    }

    private void Send(Seat seat, IWorkerLink link, Call call, in Chunk chunk, bool needsParcel)
    {
        link.OutputContext = call.Context;
        if (needsParcel)
        {
            link.Send(new Frame(FrameKind.Parcel, call.Id, 0, call.Parcel.Bytes));
            foreach (int token in CancelledTokens(call))
            {
                link.Send(new Frame(FrameKind.Cancel, call.Id, token));
            }
        }

        using var output = new PayloadWriter();
        try
        {
            ChunkHeader.Write(output.Reserve(ChunkHeader.Length), chunk.First, chunk.Count);
            var items = new GraphWriter(
                output,
                CodeBook.Shared,
                call.Parcel.Reach,
                call.Parcel.Tokens
            );
            call.WriteItems(chunk, items);
        }
        catch (Exception e)
        {
            End(call, call => call.Fail(e)); // an item that cannot travel
            LetGo(seat, call);
            return;
        }

        link.Send(new Frame(FrameKind.Chunk, call.Id, chunk.Number, output.Written));
    }

    /// <summary>Settles a call, once: no more of its chunks are handed out, and workers that still run one leave it at the next item.</summary>
    private void End(Call call, Action<Call> outcome)
    {
        List<(IWorkerLink Link, bool Runs)> holders = [];
        lock (_gate)
        {
            if (call.Ended)
            {
                return;
            }

            call.Ended = true;
            _waiting.Remove(call);
            foreach (Seat seat in _seats)
            {
                if (seat.Parcels.Remove(call) && seat.Link is { } link)
                {
                    holders.Add((link, seat.Call == call));
                }
            }
        }

        outcome(call);
        foreach ((IWorkerLink link, bool runs) in holders)
        {
            if (runs)
            {
                link.Send(new Frame(FrameKind.Stop, call.Id));
            }

            link.Send(new Frame(FrameKind.Forget, call.Id));
        }

        foreach (CancellationTokenRegistration registration in call.Registrations)
        {
            registration.Unregister();
        }
    }

    private Seat? SeatOf(IWorkerLink link) => Array.Find(_seats, seat => seat.Link == link);
}

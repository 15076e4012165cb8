using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <summary>
/// Hands the chunks of calls to workers and gathers what comes back. It knows links and frames, but no process and no pipe.
/// <code>
/// Submit ─► waiting calls ─► Assign ─► seat (idle → busy) ─► link.Send(Parcel once, Chunk)
///                                        ▲                        │
///              call.Complete / Fail ◄── Received(Result | Failed | Stopped) or Died ◄┘
/// </code>
/// Short chunks are given several at a time, so that a worker has the next when it is done with one; those it has not begun are
/// called back when another has nothing to do. One lock guards all that is counted; items are written, results read and frames
/// sent outside it.
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
    private readonly HashSet<Call> _calls = [];
    private readonly LinkedList<Call> _waiting = [];
    private int _lastCall;

    /// <summary>Queues a call. Its outcome, and any failure from here on, is the call's.</summary>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    public void Submit(Call call, CancellationToken cancellationToken)
    {
        call.Insight = Insight.Begin(call);
        bool done;
        try
        {
            done = Enlist(call);
        }
        catch (Exception e)
        {
            call.Insight.End(e);
            throw;
        }

        if (done)
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

    /// <summary>Lets a call wait for workers; true when it has nothing for them.</summary>
    private bool Enlist(Call call)
    {
        lock (_gate)
        {
            ThrowIfNotOpen();
            call.Id = ++_lastCall;
            bool done = call.IsDone;
            if (!done)
            {
                _calls.Add(call);
                call.Watch = Watch(call);
                Queue(call);
                _startsFail = false;
                StartForWaiting();
                NoteUse();
            }

            return done;
        }
    }

    /// <summary>
    /// A call whose source goes on has more to hand out, or knows now that it has not, or has room again for what comes of it.
    /// </summary>
    public void More(Call call, Action<Backlog> add)
    {
        bool complete;
        lock (_gate)
        {
            add(call.Backlog);
            Queue(call);
            if (call.Place is not null)
            {
                StartForWaiting(); // a worker that died idle may not have been replaced
            }

            complete = call is { Ended: false, CancelledBy: null, IsDone: true };
        }

        if (complete)
        {
            End(call, call => call.Complete());
        }

        Assign();
        RestIfIdle();
    }

    /// <summary>Gives waiting chunks to workers that are idle, or soon will be.</summary>
    private void Assign()
    {
        while (TryAssign() is { } assignment)
        {
            Send(assignment);
        }

        RecallForIdle();
    }

    /// <summary>Takes what one worker is to be given next; null when there is nothing, or nobody to take it.</summary>
    private Assignment? TryAssign()
    {
        lock (_gate)
        {
            while (_waiting.First?.Value is { MayBegin: false } full)
            {
                Unqueue(full); // results have come since then, that nobody has taken
            }

            if (_waiting.First?.Value is not { } call || SeatFor(call) is not { } seat)
            {
                return null;
            }

            var chunks = new Deque<Chunk>();
            do
            {
                Chunk chunk = call.NextChunk(ShareLeft(seat));
                seat.Take(call, chunk);
                chunks.Add(chunk);
            } while (call.MayBegin && seat.Chunks.Count < call.ChunksAhead && ShareLeft(seat) > 0);

            if (!call.MayBegin)
            {
                Unqueue(call);
            }

            call.Worker = seat.Link;
            seat.IsBeingSent = seat.IsBeingPacked = true;
            return new Assignment(seat, seat.Link!, call, chunks, seat.Parcels.Add(call));
        }
    }

    /// <summary>An idle worker, or else one that is soon done with what it has of the call.</summary>
    private Seat? SeatFor(Call call) =>
        Array.Find(_seats, seat => seat.IsIdle)
        ?? Array.Find(_seats, seat => seat.Wants(call) && ShareLeft(seat) > 0);

    /// <summary>
    /// Where workers have nothing to do and others have chunks that they have not begun, those are asked to hand them back: the
    /// one that runs may take long.
    /// </summary>
    private void RecallForIdle()
    {
        IWorkerLink link;
        lock (_gate)
        {
            if (
                _waiting.First is not null
                || !Array.Exists(_seats, seat => seat.IsIdle)
                || Array.Find(
                    _seats,
                    seat =>
                        seat
                            is {
                                Chunks.Count: > 1,
                                Recalled: false,
                                IsBeingSent: false,
                                Leaving: false
                            }
                )
                    is not { } loaded
            )
            {
                return;
            }

            loaded.Recalled = true;
            link = loaded.Link!;
        }

        link.Send(new Frame(FrameKind.Recall));
    }

    /// <summary>Settles a call, once: no more of its chunks are handed out, and workers that still run one leave it at the next item.</summary>
    private void End(Call call, Action<Call> outcome)
    {
        List<IWorkerLink> holders = [];
        Task told;
        lock (_gate)
        {
            if (call.Ended)
            {
                return;
            }

            call.Ended = true;
            told = call.Told;
            _calls.Remove(call);
            Unqueue(call);
            foreach (Seat seat in _seats)
            {
                if (seat.Parcels.Remove(call) && seat.Link is { } link)
                {
                    holders.Add(link);
                }
            }
        }

        call.Watch?.Dispose();
        Tell(call, told, outcome);
        foreach (IWorkerLink link in holders)
        {
            Leave(link, call, forget: true);
        }

        foreach (Func<bool> unregister in call.Registrations)
        {
            unregister();
        }
    }

    /// <summary>
    /// Gives the caller the outcome: when all that the call printed has been shown, and its progress told a last time. Both are
    /// other people's code, so no thread of ours waits for them.
    /// </summary>
    private static void Tell(Call call, Task told, Action<Call> outcome)
    {
        if (
            told.IsCompleted && call is { Watch: null or { Tells: false }, Insight.IsTraced: false }
        )
        {
            outcome(call);
        }
        else
        {
            _ = TellLater(call, told, outcome);
        }
    }

    private static async Task TellLater(Call call, Task told, Action<Call> outcome)
    {
        await told.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (call.Watch is { Tells: true } watch)
        {
            watch.TellLast(error =>
            {
                call.ReportError = error;
                outcome(call);
            });
        }
        else
        {
            outcome(call);
        }
    }

    /// <summary>Lets a call wait for workers if it has anything for them now: behind those that were made before it.</summary>
    private void Queue(Call call)
    {
        if (call is { Place: null, Ended: false, CancelledBy: null, MayBegin: true })
        {
            LinkedListNode<Call>? before = _waiting.Last;
            while (before is not null && before.Value.Id > call.Id)
            {
                before = before.Previous;
            }

            call.Place = before is null ? _waiting.AddFirst(call) : _waiting.AddAfter(before, call);
        }
    }

    private void Unqueue(Call call)
    {
        if (call.Place is { } place)
        {
            _waiting.Remove(place);
            call.Place = null;
        }
    }

    private Seat? SeatOf(IWorkerLink link) => Array.Find(_seats, seat => seat.Link == link);
}

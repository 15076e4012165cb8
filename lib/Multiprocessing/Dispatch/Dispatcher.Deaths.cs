using Multiprocessing.Insight;
using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <content>Workers die: what becomes of the chunk, the call and the seat.</content>
internal sealed partial class Dispatcher
{
    // A killer that strikes workers as they start must not fail calls; one that strikes every worker must not go on for ever.
    private const int MostStruckDownEach = 20;
    private int _struckDown;

    // Workers that have ended, of which insight has not been told yet.
    private int _untold;

    // What workers printed before their end and has not been shown yet.
    private readonly List<Task> _unshown = [];

    private int MostStruckDown => MostStruckDownEach * _seats.Length;

    /// <inheritdoc/>
    public void Died(IWorkerLink link, WorkerExit exit)
    {
        Call? call;
        Action<Call>? outcome;
        Exception? startError;
        List<Call> hopeless;
        WorkerEnd end;
        lock (_gate)
        {
            if (SeatOf(link) is not { } seat)
            {
                return;
            }

            call = seat.Call;
            call?.Await(link, link.OutputShown);
            bool asked = seat.Leaving || call?.CancelledBy is not null;
            long? retried = null;
            outcome = call is null ? null : OutcomeOfDeath(call, seat, exit, out retried);
            startError = StartError(seat, exit);
            hopeless = Vacate(
                seat,
                startError is not null,
                exit.StruckDown && _struckDown <= MostStruckDown
            );
            _untold++;
            end = new WorkerEnd(asked, Replaced: seat.Link is not null, retried, startError);
        }

        Insight.WorkerEnded(link, exit, end);
        lock (_gate)
        {
            call?.Await(Insight, Insight.Logged);
            foreach (Call lost in hopeless)
            {
                lost.Await(Insight, Insight.Logged);
            }

            _unshown.RemoveAll(static task => task.IsCompleted);
            _unshown.Add(link.OutputShown);
            // Whoever waits for the pool's end finds everything about it told.
            _untold--;
            SignalIfEmpty();
        }

        if (outcome is not null)
        {
            End(call!, outcome);
        }

        foreach (Call lost in hopeless)
        {
            End(lost, call => call.Fail(startError!));
        }

        Assign();
        RestIfIdle();
    }

    /// <summary>What a worker's death makes of the call that it worked for; null when the call goes on.</summary>
    private Action<Call>? OutcomeOfDeath(Call call, Seat seat, WorkerExit exit, out long? retried)
    {
        retried = null;
        if (call.Ended)
        {
            return null;
        }

        if (call.CancelledBy is { } token)
        {
            call.LetGo(seat.Chunks);
            return call => call.Cancel(token);
        }

        // A call that is about to fail keeps the dead worker's chunks for some that run: until it has failed, a worker that hands
        // in the last of the others must not complete it.
        if (_state == PoolState.Terminated)
        {
            return call => call.Fail(Terminated());
        }

        // One that was late to begin is struck as well.
        long? item = seat.EndedFor is TimeoutException ? seat.NextItem : seat.ItemAt();
        Exception error =
            seat.EndedFor
            ?? exit.OwnFault
            ?? new WorkerDiedException(seat.Link!.ProcessId, exit, item ?? ItemProgress.Whole);
        if (!call.Survives(seat.Chunks, item, error, out retried))
        {
            return call => call.Fail(error);
        }

        call.LetGo(seat.Chunks);
        Queue(call);
        return call.IsDone ? call => call.Complete() : null;
    }

    /// <summary>Empties a dead worker's seat and fills it again where that helps; returns the calls that no worker will ever run.</summary>
    private List<Call> Vacate(Seat seat, bool failedToStart, bool struckDown)
    {
        bool missed = seat.Retired || ((seat.Served || struckDown) && !seat.Leaving);
        bool wanted = _waiting.Count > 0 || (missed && _state == PoolState.Open);
        seat.Clear();
        List<Call> hopeless = [];
        if (failedToStart)
        {
            _startsFail = true;
            hopeless.AddRange(_seats.Any(other => other.Link is not null) ? [] : _calls);
        }
        else if (wanted && _state != PoolState.Terminated)
        {
            Start(seat);
        }

        return hopeless;
    }
}

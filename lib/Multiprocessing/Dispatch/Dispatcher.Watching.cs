using System.Diagnostics;
using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>Looking at running calls: items that run too long, progress.</content>
internal sealed partial class Dispatcher
{
    // A worker may need a moment to load what an item needs, however short the item's own limit.
    private static readonly TimeSpan s_leastToBegin = TimeSpan.FromSeconds(1);

    private CallWatch? Watch(Call call) =>
        CallWatch.For(
            call,
            () => EndLateItems(call),
            watch => ProgressOf(call, watch),
            error => End(call, call => call.Fail(error)) // the caller's own code: it must hear of it
        );

    private void EndLateItems(Call call)
    {
        if (call.Options.ItemTimeout is not { } limit)
        {
            return;
        }

        List<IWorkerLink> late = [];
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            foreach (Seat seat in _seats)
            {
                if (
                    !call.Ended
                    && seat.Call == call
                    && seat.EndedFor is null
                    && LateItem(seat, limit, now) is { } error
                )
                {
                    seat.EndedFor = error;
                    late.Add(seat.Link!);
                }
            }
        }

        foreach (IWorkerLink link in late)
        {
            link.Kill();
        }
    }

    /// <summary>What becomes of the item that a worker runs, or should have begun; null while there is time.</summary>
    private TimeoutException? LateItem(Seat seat, TimeSpan limit, long now)
    {
        bool runs = seat.RunsItem;
        TimeSpan stood = Stopwatch.GetElapsedTime(
            seat.StandsSince(now, _options.StartTimeout),
            now
        );
        if (runs)
        {
            return stood < limit
                ? null
                : new TimeoutException(
                    $"{NameOf(seat)} ran longer than its limit of {limit.TotalSeconds:0.###} s, and its worker process {seat.Link!.ProcessId} was ended."
                );
        }

        // Whoever waits for a debugger has all the time that it takes to attach one.
        bool waitsForDebugger = _options.WaitForDebugger && !seat.Served;
        return waitsForDebugger || stood < limit || stood < s_leastToBegin
            ? null
            : new TimeoutException(
                $"{NameOf(seat)} was not begun within its limit of {limit.TotalSeconds:0.###} s: its worker process {seat.Link!.ProcessId} did not respond, and was ended."
            );
    }

    private static string NameOf(Seat seat) =>
        seat.NextItem is < 0 ? "The function" : $"Item {seat.NextItem}";

    /// <summary>What each worker has handed over, and how far it is in what it has now.</summary>
    private PoolProgress ProgressOf(Call call, CallWatch watch)
    {
        lock (_gate)
        {
            var done = new Dictionary<int, long>(watch.DoneBy);
            foreach (Seat seat in _seats)
            {
                if (seat.Call == call && !call.Ended && seat.DoneUnsaid() is > 0 and var more)
                {
                    int process = seat.Link!.ProcessId;
                    done[process] = done.GetValueOrDefault(process) + more;
                }
            }

            return new PoolProgress(
                call.Absorbed + done.Values.Sum(),
                call.Total,
                watch.Elapsed,
                [.. done.Select(worker => new WorkerProgress(worker.Key, worker.Value))]
            )
            {
                IsInitializing =
                    call is { Ended: false, Running: 0 }
                    && !Array.Exists(_seats, static seat => seat.Ready),
            };
        }
    }
}

using System.Diagnostics;
using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>Looking at running calls: items that run too long, progress.</content>
internal sealed partial class Dispatcher
{
    private void Look(Call call, CallWatch watch)
    {
        List<IWorkerLink> late = [];
        List<WorkerProgress> workers = [];
        lock (_gate)
        {
            if (call.Options.ItemTimeout is { } limit && !call.Ended)
            {
                late = EndLateItems(call, limit);
            }

            if (call.Options.Progress is not null)
            {
                workers = DoneByWorkers(call, watch);
            }
        }

        foreach (IWorkerLink link in late)
        {
            link.Kill();
        }

        try
        {
            watch.Report(call, workers);
        }
        catch (Exception e)
        {
            End(call, call => call.Fail(e)); // the caller's own code: it must hear of it
        }
    }

    private List<IWorkerLink> EndLateItems(Call call, TimeSpan limit)
    {
        List<IWorkerLink> late = [];
        long now = Stopwatch.GetTimestamp();
        foreach (Seat seat in _seats)
        {
            if (
                seat.Call == call
                && seat.EndedFor is null
                && seat.ItemAt() is { } item
                && Stopwatch.GetElapsedTime(seat.RunsSince(now), now) >= limit
            )
            {
                string what = item < 0 ? "The function" : $"Item {item}";
                seat.EndedFor = new TimeoutException(
                    $"{what} ran longer than its limit of {limit.TotalSeconds:0.###} s, and its worker process {seat.Link!.ProcessId} was ended."
                );
                late.Add(seat.Link);
            }
        }

        return late;
    }

    /// <summary>What each worker has handed over, and how far it is in what it has now.</summary>
    private List<WorkerProgress> DoneByWorkers(Call call, CallWatch watch)
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

        return [.. done.Select(worker => new WorkerProgress(worker.Key, worker.Value))];
    }
}

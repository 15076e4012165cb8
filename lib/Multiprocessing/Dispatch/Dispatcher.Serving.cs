using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <content>A worker's time of service: initialised first, watched for memory, retired when it has done its share.</content>
internal sealed partial class Dispatcher
{
    private static readonly TimeSpan s_betweenMemoryLooks = TimeSpan.FromMilliseconds(50);

    private readonly Initializer? _initializer;
    private readonly Timer? _memoryWatch;

    public IReadOnlyList<PoolWorker> DescribeWorkers()
    {
        lock (_gate)
        {
            return
            [
                .. _seats
                    .Where(seat => seat.Link is not null)
                    .Select(seat => new PoolWorker(
                        seat.Link!.Name,
                        seat.Link.ProcessId,
                        seat.Leaving ? PoolWorkerState.Leaving
                            : !seat.Ready ? PoolWorkerState.Starting
                            : seat.Call is null ? PoolWorkerState.Idle
                            : PoolWorkerState.Busy,
                        seat.ItemsDone,
                        seat.BusyShare,
                        seat.Link.PrivateMemory
                    )),
            ];
        }
    }

    /// <summary>Takes a frame of a worker that is not ready yet: it is up, or has run the initializer.</summary>
    private void Prepare(Seat seat, IWorkerLink link, in Frame frame, Exception? error)
    {
        if (frame.Kind == FrameKind.Ready && _initializer is not null)
        {
            seat.Initializing = true;
            ExecutionContext? context = _waiting.First?.Value.Context;
            // Not under the lock: sending waits for whoever receives.
            ThreadPool.UnsafeQueueUserWorkItem(_ => _initializer.Send(link, context), null);
        }
        else if (frame.Kind is FrameKind.Ready or FrameKind.Result)
        {
            seat.BecomeReady();
            _struckDown = 0;
        }
        else if (frame.Kind == FrameKind.Failed)
        {
            seat.EndedFor ??= error;
            ThreadPool.UnsafeQueueUserWorkItem(_ => link.Kill(), null);
        }
    }

    /// <summary>Why a dead worker never became ready; null for one that did, or was not wanted any more.</summary>
    private Exception? StartError(Seat seat, WorkerExit exit) =>
        seat.Leaving ? null
        : seat.Ready ? null
        : seat.EndedFor is not null ? seat.EndedFor
        : exit.StruckDown && !seat.Initializing && ++_struckDown <= MostStruckDown ? null
        : exit.StartError is not null ? exit.StartError
        : !seat.Initializing ? null
        : new WorkerDiedException(seat.Link!.ProcessId, exit, Initializer.During);

    /// <summary>How many more items a worker may be given.</summary>
    private int ShareLeft(Seat seat) =>
        _options.MaxTasksPerChild is { } most
            ? (int)Math.Max(0, most - seat.ItemsTaken)
            : int.MaxValue;

    private void RetireIfDone(Seat seat)
    {
        if (
            seat is { Link: { } link, Call: null, Leaving: false }
            && _state != PoolState.Terminated
            && _options.MaxTasksPerChild <= seat.ItemsTaken
        )
        {
            seat.Leaving = seat.Retired = true;
            // Not under the lock: somebody may be sending to it.
            ThreadPool.UnsafeQueueUserWorkItem(_ => ShutDown(link), null);
            EndLate([link]);
        }
    }

    private Timer? MemoryWatch() =>
        _options.MemoryLimit is { } limit
            ? new Timer(
                _ => EndLargeWorkers(limit),
                null,
                s_betweenMemoryLooks,
                s_betweenMemoryLooks
            )
            : null;

    private void EndLargeWorkers(long limit)
    {
        List<IWorkerLink> large = [];
        lock (_gate)
        {
            foreach (Seat seat in _seats)
            {
                if (
                    seat is { Link: { } link, EndedFor: null }
                    && link.PrivateMemory is var held
                    && held > limit
                )
                {
                    seat.EndedFor = WorkerDiedException.OverLimit(
                        link.ProcessId,
                        seat.ItemAt() ?? ItemProgress.Whole,
                        seat.Ready ? null
                            : seat.Initializing ? Initializer.During
                            : "before it was ready",
                        held,
                        limit
                    );
                    large.Add(link);
                }
            }
        }

        foreach (IWorkerLink link in large)
        {
            link.Kill();
        }
    }
}

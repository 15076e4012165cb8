using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Multiprocessing.Links;
using Xunit;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>What happens at once when a worker dies, one after the other.</summary>
public class DeathRaceSpecs
{
    private static readonly ManualResetEventSlim s_end = new();
    private static readonly TaskCompletionSource<int> s_worker = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    [Fact(Timeout = 60_000)]
    public async Task A_call_that_fails_for_a_dead_worker_is_not_completed_by_another_that_hands_in_the_last_result()
    {
        var links = new ConcurrentDictionary<int, StagedLink>();
        StagedLink? other = null;
        Task<int[]>? map = null;
        bool wasOpen = false;
        using var whenOneDied = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "multiprocessing.worker.deaths")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        whenOneDied.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                if (tags.Contains(new("multiprocessing.pool.name", "staged")))
                {
                    // The failure is on its way: the death is counted before the call is told.
                    wasOpen = !map!.IsCompleted;
                    other!.HandIn();
                }
            }
        );
        whenOneDied.Start();
        var options = new PoolOptions { Name = "staged", Workers = 2 };
        await using var pool = new ProcessPool(
            options,
            (events, setup) => links[setup.Number!.Value] = new StagedLink(events, setup)
        );
        map = pool.MapAsync(Item, [7, 8], chunkSize: 1);
        int stuck = await s_worker.Task;
        StagedLink dying = links[stuck];
        other = links[3 - stuck];
        await Eventually(() => other.Results == 1);
        dying.Die();

        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => map);
        Assert.True(wasOpen, "The other worker's result came too late to tell anything.");
        Assert.Equal((0, -9), (e.ItemIndex, e.ExitCode));
        s_end.Set();
    }

    private static int Item(int n)
    {
        if (n == 7)
        {
            s_worker.SetResult(WorkerProcess.Current!.Number!.Value);
            s_end.Wait();
        }

        return n;
    }

    private static async Task Eventually(Func<bool> condition) =>
        Assert.True(await Harness.Eventually(condition, TimeSpan.FromSeconds(20)));
}

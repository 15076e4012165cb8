using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
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
        var whenOneDied = new DeathLogger(() =>
        {
            // The failure is on its way: it is told to the logger before it is told to the call.
            wasOpen = !map!.IsCompleted;
            other!.HandIn();
        });
        var options = new PoolOptions
        {
            Name = "staged",
            Workers = 2,
            Logger = whenOneDied,
        };
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

    private sealed class DeathLogger(Action died) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => died();
    }
}

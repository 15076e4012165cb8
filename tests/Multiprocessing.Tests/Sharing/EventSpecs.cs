using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class EventSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task One_process_sets_it_and_all_who_wait_go_on()
    {
        await using var pool = new ProcessPool(3);
        using var start = new ProcessEvent();
        using var ready = new ProcessQueue<int>();
        Task<int[]> waiting = pool.MapAsync(
            n =>
            {
                ready.Put(n);
                start.Wait();
                return n;
            },
            [1, 2, 3],
            1
        );
        for (int i = 0; i < 3; i++)
        {
            ready.Take();
        }

        Assert.False(waiting.IsCompleted);
        Assert.False(start.Wait(TimeSpan.FromMilliseconds(20)));
        Assert.False(await start.WaitAsync(TimeSpan.FromMilliseconds(20)));
        start.Set();
        Assert.True(await start.WaitAsync(TimeSpan.FromSeconds(20)));
        int[] done = await waiting;
        Assert.Equal([1, 2, 3], done);
        Assert.True(start.IsSet);
        await start.WaitAsync();
        start.Reset();
        Assert.False(pool.Run(() => start.IsSet || start.Wait(TimeSpan.Zero)));
        using var patience = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            start.WaitAsync(patience.Token)
        );
        Assert.True(new ProcessEvent(isSet: true).IsSet);
    }
}

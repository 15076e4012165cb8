using Xunit;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>When the workers of a pool are started.</summary>
public class StartSpecs
{
    [Fact]
    public void A_pool_starts_one_worker_ahead_however_many_it_may_have()
    {
        using var links = new SilentLinks(workers: 60);
        Assert.Equal(1, links.Started);
        links[0].ComeUp();
        Assert.Equal(1, links.Started);
    }

    [Fact]
    public void A_call_starts_as_many_of_the_others_as_it_has_items()
    {
        using var links = new SilentLinks(workers: 6);
        _ = links.Pool.RunAsync(() => 1);
        Assert.Equal(1, links.Started); // there is one for it already
        _ = links.Pool.MapAsync(n => n, Enumerable.Range(0, 2));
        Assert.Equal(3, links.Started);
        _ = links.Pool.MapAsync(n => n, Enumerable.Range(0, 100));
        Assert.Equal(6, links.Started);
    }

    [Fact]
    public void A_map_starts_no_more_workers_than_it_has_chunks()
    {
        using var links = new SilentLinks(workers: 60);
        _ = links.Pool.MapAsync(n => n, Enumerable.Range(0, 100), chunkSize: 40);
        Assert.Equal(3, links.Started);
    }

    [Fact]
    public void A_worker_that_is_free_is_used_before_another_is_started()
    {
        using var links = new SilentLinks(workers: 60);
        links[0].ComeUp();
        _ = links.Pool.RunAsync(() => 1);
        Assert.Equal((1, 1), (links.Started, links[0].Chunks));
        _ = links.Pool.RunAsync(() => 2);
        Assert.Equal((2, 1), (links.Started, links[0].Chunks));
    }

    [Fact(Timeout = 60_000)]
    public async Task Calls_one_after_the_other_need_one_process()
    {
        await using var pool = new ProcessPool(60);
        int[] processes = [.. Enumerable.Range(0, 20).Select(_ => pool.Run(ProcessOf))];
        Assert.Single(processes.Distinct());
        Assert.Equal(3, pool.Map(n => n + 1, [1, 2, 3], chunkSize: 3)[1]);
        Assert.Equal([2, 3, 4], pool.Stream(n => n + 1, [1, 2, 3], ordered: true).ToArray());
        Assert.InRange(pool.Workers.Count, 1, 4);
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_that_take_longer_than_the_last_ones_did_start_further_workers()
    {
        await using var pool = new ProcessPool(2);
        Func<int, int> wait = milliseconds =>
        {
            Thread.Sleep(milliseconds);
            return Environment.ProcessId;
        };
        Assert.Single(pool.Map(wait, Enumerable.Repeat(0, 20), chunkSize: 20).Distinct());
        // Thought to be trivial, they are one chunk; it is handed back when its time is up.
        Assert.Equal(2, pool.Map(wait, Enumerable.Repeat(50, 60)).Distinct().Count());
    }

    [Fact]
    public void Idle_workers_that_die_as_they_come_up_are_not_replaced()
    {
        using var links = new SilentLinks(workers: 2);
        links[0].ComeUp();
        links[0].Kill();
        Assert.Equal(1, links.Started);
    }

    private static int ProcessOf() => Environment.ProcessId;
}

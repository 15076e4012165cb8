using Xunit;

namespace Multiprocessing.Tests.Pools;

public class InProcessSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task The_same_calls_run_in_this_process()
    {
        await using ProcessPool pool = ProcessPool.InProcess();
        Assert.Equal(Environment.ProcessId, pool.Run(() => Environment.ProcessId));
        Assert.Equal([1, 4, 9], pool.Map(n => n * n, [1, 2, 3]));
        int[] results = await pool.MapAsync(
            async n =>
            {
                await Task.Yield();
                return n + 1;
            },
            [1]
        );
        Assert.Equal([2], results);
        var e = Assert.Throws<FormatException>(() => pool.Map(int.Parse, ["x"]));
        Assert.Contains("item 0", e.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Values_are_copied_as_for_a_worker_process()
    {
        await using ProcessPool pool = ProcessPool.InProcess();
        var list = new List<int> { 1 };
        Assert.Equal(
            2,
            pool.Run(() =>
            {
                list.Add(2);
                return list.Count;
            })
        );
        Assert.Single(list);
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_items_can_run_at_once()
    {
        await using ProcessPool pool = ProcessPool.InProcess(3);
        using var folder = new Rendezvous();
        string path = folder.Folder;
        Assert.Equal(3, pool.Map(n => Rendezvous.Meet(path, n, 3), [0, 1, 2], chunkSize: 1).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task Closing_and_cancelling_work_as_for_processes()
    {
        using var source = new CancellationTokenSource();
        ProcessPool pool = ProcessPool.InProcess();
        Task call = pool.RunAsync(() => Thread.Sleep(3_000), source.Token);
        source.CancelAfter(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, pool.Run(() => 1));
        pool.Close();
        pool.Join();
    }
}

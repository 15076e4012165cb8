using Xunit;

namespace Multiprocessing.Tests.Sharing;

/// <summary>Waiting until all that was put has been dealt with.</summary>
public class QueueJoinSpecs
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task Join_waits_until_workers_have_done_every_item_not_only_taken_it()
    {
        await using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<int>(3); // bounded: some wait for room
        using var done = new SharedArray<int>(1);
        using var go = new ProcessEvent();
        Assert.True(queue.Join(TimeSpan.Zero)); // nothing was put
        Action consume = () =>
        {
            foreach (int item in queue.GetConsumingEnumerable())
            {
                go.Wait();
                done.Add(0, item);
                queue.TaskDone();
            }
        };
        Task workers = Task.WhenAll(pool.RunAsync(consume), pool.RunAsync(consume));
        Task putting = Task.Run(() =>
        {
            for (int i = 1; i <= 10; i++)
            {
                queue.Put(i);
            }
        });
        Assert.True(await Harness.Eventually(() => queue.Count == 3, s_patience));
        Assert.False(queue.Join(s_moment));
        Assert.False(await queue.JoinAsync(s_moment));
        go.Set();
        await putting;
        await queue.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(55, done[0]);
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.CompleteAdding();
        await workers;
        queue.Join();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_dies_with_an_item_is_told_to_who_joins_once()
    {
        using var queue = new ProcessQueue<int>();
        queue.Put(1);
        queue.Put(2);
        using var taken = new ProcessEvent();
        await using WorkerProcess worker = WorkerProcess.StartNew(() =>
        {
            queue.Take();
            queue.TaskDone();
            queue.Take();
            taken.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        Assert.True(await taken.WaitAsync(s_patience));
        Task joining = queue.JoinAsync(TestContext.Current.CancellationToken);
        worker.Kill();
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => joining);
        Assert.Equal(worker.Id, e.ProcessId);
        Assert.True(queue.Join(s_patience)); // what it took is lost with it
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_died_with_the_last_item_before_anybody_joined_is_told_too()
    {
        using var queue = new ProcessQueue<int>();
        queue.Put(1);
        await using WorkerProcess worker = WorkerProcess.StartNew(() => _ = queue.Take());
        await worker.JoinAsync(TestContext.Current.CancellationToken);
        var e = Assert.Throws<WorkerDiedException>(() => queue.Join());
        Assert.Equal((worker.Id, 0), (e.ProcessId, e.ExitCode));
        queue.Join();
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_the_queue_ends_a_join()
    {
        var queue = new ProcessQueue<int>();
        queue.Put(1);
        Task joining = queue.JoinAsync(TestContext.Current.CancellationToken);
        queue.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => joining);
    }
}

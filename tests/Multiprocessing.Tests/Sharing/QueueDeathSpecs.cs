using System.Diagnostics;
using System.Reflection;
using Multiprocessing.Platform;
using Multiprocessing.Sharing;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class QueueDeathSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_reader_is_told_when_a_producer_is_killed_after_it_got_what_was_there()
    {
        using var queue = new ProcessQueue<int>();
        await using WorkerProcess producer = WorkerProcess.StartNew(() =>
        {
            queue.Put(1);
            queue.Put(2);
            Thread.Sleep(Timeout.Infinite);
        });
        Assert.Equal(1, queue.Take());
        Assert.Equal(2, queue.Take());
        Task<int> waiting = queue.TakeAsync();
        Task<int> waitingToo = queue.TakeAsync();
        var watch = Stopwatch.StartNew();
        producer.Kill();
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => waiting);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
        Assert.Equal(
            (producer.Id, ExitCodes.Here.Killed, null),
            (e.ProcessId, e.ExitCode, e.ItemIndex)
        );
        await Assert.ThrowsAsync<WorkerDiedException>(() => waitingToo);
        Assert.False(queue.TryTake(out _, TimeSpan.FromMilliseconds(20))); // those who waited were told, that is enough
    }

    [Fact(Timeout = 60_000)]
    public async Task If_nobody_waits_the_next_reader_who_would_is_told_once()
    {
        using var queue = new ProcessQueue<string>();
        await using WorkerProcess producer = WorkerProcess.StartNew(() =>
        {
            queue.Put("last words");
            Environment.Exit(3);
        });
        producer.Join();
        Assert.Equal("last words", queue.Take());
        Assert.False(queue.TryTake(out _)); // does not wait
        var e = Assert.Throws<WorkerDiedException>(() => queue.Take());
        Assert.Equal(3, e.ExitCode);
        Assert.Contains("while it held the queue", e.Message, StringComparison.Ordinal);
        Assert.False(queue.TryTake(out _, TimeSpan.FromMilliseconds(20)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_dies_before_its_first_put_is_told_too()
    {
        using var queue = new ProcessQueue<int>();
        for (int i = 0; i < 5; i++)
        {
            await using WorkerProcess producer = WorkerProcess.StartNew(() => queue.Put(1));
            producer.Kill();
            await Assert.ThrowsAsync<WorkerDiedException>(() => queue.TakeAsync());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_producer_that_ends_well_and_a_consumer_that_does_not_are_no_reason()
    {
        using var queue = new ProcessQueue<int>();
        using var taken = new ProcessEvent();
        await using WorkerProcess consumer = WorkerProcess.StartNew(() =>
        {
            queue.Take();
            taken.Set();
            queue.Take();
        });
        await using WorkerProcess producer = WorkerProcess.StartNew(() => queue.Put(1));
        producer.Join();
        taken.Wait();
        consumer.Kill();
        consumer.Join();
        Assert.False(queue.TryTake(out _, TimeSpan.FromMilliseconds(50)));
        queue.Put(2); // the dead one's wait is gone: it takes nothing more
        Assert.Equal(2, queue.Take());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_producer_is_told_when_the_last_consumer_of_a_full_queue_is_killed()
    {
        using var queue = new ProcessQueue<int>(1);
        using var taken = new ProcessEvent();
        await using WorkerProcess consumer = WorkerProcess.StartNew(() =>
        {
            queue.Take();
            taken.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        queue.Put(1);
        taken.Wait();
        queue.Put(2);
        Task full = queue.PutAsync(3);
        consumer.Kill();
        await Assert.ThrowsAsync<WorkerDiedException>(() => full);
        Assert.Equal(2, queue.Take());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_is_told_of_the_death_of_another()
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<int>();
        using var ready = new ProcessQueue<int>();
        Task<int> reader = pool.RunAsync(() =>
        {
            ready.Put(0);
            try
            {
                return queue.Take();
            }
            catch (WorkerDiedException e)
            {
                return e.ProcessId;
            }
        });
        ready.Take();
        await using WorkerProcess producer = WorkerProcess.StartNew(() =>
        {
            ready.Put(queue.Count);
            Thread.Sleep(Timeout.Infinite);
        });
        ready.Take();
        producer.Kill();
        Assert.Equal(producer.Id, await reader);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pools_worker_that_dies_after_its_call_is_no_reason()
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<int>();
        int worker = pool.Run(() =>
        {
            queue.Put(1);
            return Environment.ProcessId;
        });
        Assert.Equal(1, queue.Take());
        Assert.True(
            await Harness.Eventually(() => !Misses(queue, worker), TimeSpan.FromSeconds(20))
        );
        await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.RunAsync(() => Environment.Exit(7))
        );
        Assert.False(queue.TryTake(out _, TimeSpan.FromMilliseconds(50)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pools_worker_that_dies_in_its_call_is_told_to_readers()
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<int>();
        pool.Run(() => queue.Put(1));
        Task producing = pool.RunAsync(() =>
        {
            queue.Put(2);
            Environment.Exit(7);
        });
        Assert.Equal(1, queue.Take());
        Assert.Equal(2, queue.Take());
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => queue.TakeAsync());
        Assert.Equal(7, e.ExitCode);
        await Assert.ThrowsAsync<WorkerDiedException>(() => producing);
    }

    /// <summary>Whether the queue's owner would miss the process.</summary>
    private static bool Misses<T>(ProcessQueue<T> queue, int process)
    {
        var residents = (IDictionary<long, Resident>)Field(Home.Current, "_residents");
        Resident resident = residents[((IShared<ProcessQueue<T>>)queue).Object.Number];
        return ((System.Collections.IDictionary)Field(resident, "_uses")).Contains(process);
    }

    private static object Field(object of, string name) =>
        of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
}

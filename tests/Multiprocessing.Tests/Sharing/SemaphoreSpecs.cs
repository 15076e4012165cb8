using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class SemaphoreSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task No_more_processes_are_inside_than_there_are_slots()
    {
        await using var pool = new ProcessPool(3);
        using var slots = new ProcessSemaphore(2, 2);
        using var inside = new ManagedObject<int[]>([0, 0]);
        await pool.MapAsync(
            _ =>
            {
                for (int i = 0; i < 40; i++)
                {
                    slots.Wait();
                    inside.Invoke(seen => seen[1] = Math.Max(seen[1], ++seen[0]));
                    inside.Invoke(seen => --seen[0]);
                    slots.Release();
                }

                return 0;
            },
            [1, 2, 3],
            1
        );
        Assert.InRange(inside.Invoke(seen => seen[1]), 1, 2);
        Assert.Equal(2, slots.CurrentCount);
        Assert.Throws<SemaphoreFullException>(() => slots.Release());
    }

    [Fact(Timeout = 60_000)]
    public async Task As_many_processes_are_inside_at_once_as_there_are_slots()
    {
        await using var pool = new ProcessPool(2);
        using var slots = new ProcessSemaphore(2);
        using var both = new ProcessBarrier(3);
        Task<int[]> workers = pool.MapAsync(
            n =>
            {
                slots.Wait();
                both.SignalAndWait();
                both.SignalAndWait();
                slots.Release();
                return n;
            },
            [1, 2],
            1
        );
        both.SignalAndWait();
        Assert.False(slots.Wait(TimeSpan.FromMilliseconds(20)));
        both.SignalAndWait();
        await workers;
        Assert.True(slots.Wait(s_patience));
    }

    [Fact(Timeout = 60_000)]
    public async Task Waits_end_by_time_by_token_and_by_release()
    {
        using var slots = new ProcessSemaphore(0);
        Assert.False(slots.Wait(TimeSpan.Zero));
        Assert.False(slots.Wait(TimeSpan.FromMilliseconds(20)));
        Assert.False(await slots.WaitAsync(TimeSpan.FromMilliseconds(20)));
        using var patience = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            slots.WaitAsync(patience.Token)
        );
        Task[] waiting = [slots.WaitAsync(), slots.WaitAsync()];
        await using var pool = new ProcessPool(1);
        Assert.Equal(0, pool.Run(() => slots.Release(3)));
        await Task.WhenAll(waiting);
        Assert.Equal(1, slots.CurrentCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.Release(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(3, 2));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_slots_of_a_killed_process_are_given_back()
    {
        using var slots = new ProcessSemaphore(2);
        using var inside = new ProcessEvent();
        await using WorkerProcess holder = WorkerProcess.StartNew(() =>
        {
            slots.Wait();
            slots.Wait();
            inside.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        inside.Wait();
        Task[] waiting = [slots.WaitAsync(), slots.WaitAsync()];
        Assert.False(slots.Wait(TimeSpan.Zero));
        holder.Kill();
        await Task.WhenAll(waiting).WaitAsync(s_patience);
        Assert.Equal(0, slots.CurrentCount);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_semaphore_that_counts_signals_gains_none_by_a_death()
    {
        using var signals = new ProcessSemaphore(0);
        using var got = new ProcessEvent();
        await using WorkerProcess waiter = WorkerProcess.StartNew(() =>
        {
            signals.Wait();
            got.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        signals.Release();
        got.Wait();
        waiter.Kill();
        waiter.Join();
        Assert.Equal(0, signals.CurrentCount);
    }
}

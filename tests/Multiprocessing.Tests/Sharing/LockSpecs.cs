using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class LockSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task Only_one_process_at_a_time_is_inside()
    {
        await using var pool = new ProcessPool(3);
        using var guard = new ProcessLock();
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "0");
        await pool.MapAsync(
            _ =>
            {
                for (int i = 0; i < 50; i++)
                {
                    using (guard.EnterScope())
                    {
                        // A read and a write that lose counts when two overlap.
                        File.WriteAllText(path, $"{int.Parse(File.ReadAllText(path), null) + 1}");
                    }
                }

                return 0;
            },
            [1, 2, 3],
            1
        );
        Assert.Equal("150", await File.ReadAllTextAsync(path));
        File.Delete(path);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_threads_of_one_process_exclude_each_other_and_any_thread_may_exit()
    {
        using var guard = new ProcessLock();
        guard.Enter();
        Assert.False(guard.TryEnter());
        Assert.False(guard.TryEnter(TimeSpan.FromMilliseconds(30)));
        using var patience = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            guard.EnterAsync(patience.Token)
        );
        Task second = guard.EnterAsync();
        Assert.False(second.IsCompleted);
        await Task.Run(guard.Exit);
        await second;
        guard.Exit();
        Assert.True(guard.TryEnter());
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_does_not_hold_it_cannot_exit()
    {
        using var guard = new ProcessLock();
        Assert.Throws<SynchronizationLockException>(guard.Exit);
        guard.Enter();
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<SynchronizationLockException>(() =>
            pool.RunAsync(guard.Exit)
        );
        Assert.Contains("does not hold", e.Message, StringComparison.Ordinal);
        guard.Exit();
        Assert.True(pool.Run(() => guard.TryEnter(s_patience)));
    }

    [Fact(Timeout = 60_000)]
    public async Task When_its_holder_is_killed_the_next_owner_is_told_once_and_holds_it()
    {
        using var guard = new ProcessLock();
        using var inside = new ProcessEvent();
        await using WorkerProcess holder = WorkerProcess.StartNew(() =>
        {
            guard.Enter();
            inside.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        inside.Wait();
        Task first = guard.EnterAsync();
        Task second = guard.EnterAsync();
        Assert.False(first.IsCompleted);
        holder.Kill();
        var e = await Assert.ThrowsAsync<AbandonedLockException>(() => first);
        Assert.Equal((holder.Id, ExitCodes.Here.Killed), (e.ProcessId, e.ExitCode));
        Assert.False(guard.TryEnter()); // held, by the one who was told
        guard.Exit();
        await second;
        guard.Exit();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_ends_well_but_forgets_the_lock_has_abandoned_it_too()
    {
        using var guard = new ProcessLock();
        await using (WorkerProcess holder = WorkerProcess.StartNew(() => guard.Enter()))
        {
            holder.Join();
            Assert.Equal(0, holder.ExitCode);
        }

        Assert.Throws<AbandonedLockException>(() => guard.EnterScope());
        Assert.True(guard.TryEnter()); // the scope that could not be given was left
    }

    [Fact(Timeout = 60_000)]
    public async Task A_killed_worker_no_longer_stands_in_the_line()
    {
        using var guard = new ProcessLock();
        using var ready = new ProcessEvent();
        guard.Enter();
        await using WorkerProcess waiting = WorkerProcess.StartNew(() =>
        {
            ready.Set();
            guard.Enter();
        });
        ready.Wait();
        Task mine = guard.EnterAsync();
        waiting.Kill();
        waiting.Join();
        guard.Exit();
        await Record.ExceptionAsync(() => mine); // abandoned, if the other got it just before its end
        guard.Exit();
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_wakes_those_who_wait()
    {
        var guard = new ProcessLock();
        guard.Enter();
        Task waiting = guard.EnterAsync();
        ProcessLock.Scope? none = null;
        await using (var pool = new ProcessPool(1))
        {
            using var ready = new ProcessEvent();
            Task<bool> worker = pool.RunAsync(() =>
            {
                ready.Set();
                try
                {
                    none = guard.EnterScope();
                    return false;
                }
                catch (ObjectDisposedException)
                {
                    return true;
                }
            });
            ready.Wait();
            guard.Dispose();
            Assert.True(await worker);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(guard.Exit);
        Assert.Null(none);
    }
}

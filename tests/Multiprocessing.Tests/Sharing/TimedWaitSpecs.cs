using Xunit;

namespace Multiprocessing.Tests.Sharing;

/// <summary>Asynchronous waits with a time limit: too short for what never comes, long enough for what a worker does.</summary>
public class TimedWaitSpecs
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task Items_are_taken_and_put_within_a_time()
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<string>(1);
        using var asked = new ProcessEvent();
        Assert.Equal((false, null), await queue.TryTakeAsync());
        Assert.Equal((false, null), await queue.TryTakeAsync(s_moment));

        Task<(bool Taken, string? Item)> taking = pool.RunAsync(async () =>
        {
            Task<(bool Taken, string? Item)> waiting = queue.TryTakeAsync(s_patience);
            asked.Set();
            return await waiting;
        });
        Assert.True(await asked.WaitAsync(s_patience));
        Assert.True(await queue.TryPutAsync("first"));
        Assert.True(await taking is (true, "first"));

        await queue.PutAsync("fills it");
        Assert.False(await queue.TryPutAsync("too much"));
        Assert.False(await pool.RunAsync(() => queue.TryPutAsync("too much", s_moment)));
        Task<bool> putting = pool.RunAsync(() => queue.TryPutAsync("second", s_patience));
        Assert.Equal((true, "fills it"), await queue.TryTakeAsync());
        Assert.True(await putting);
        Assert.Equal((true, "second"), await queue.TryTakeAsync(s_patience));

        queue.CompleteAdding();
        Assert.Equal((false, null), await queue.TryTakeAsync(s_patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.TryPutAsync("too late"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_value_is_received_within_a_time()
    {
        (ProcessChannel<int> mine, ProcessChannel<int> theirs) = ProcessChannel.CreatePair<int>();
        using ProcessChannel<int> end = mine;
        Assert.Equal((false, 0), await mine.TryReceiveAsync());
        Assert.Equal((false, 0), await mine.TryReceiveAsync(s_moment));
        await using WorkerProcess worker = WorkerProcess.StartNew(async () =>
        {
            if (await theirs.TryReceiveAsync(s_patience) is (true, var value))
            {
                theirs.Send(value + 1);
            }
        });
        mine.Send(6);
        Assert.Equal((true, 7), await mine.TryReceiveAsync(s_patience));
        await Assert.ThrowsAsync<EndOfStreamException>(() => mine.TryReceiveAsync(s_patience));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lock_is_entered_within_a_time()
    {
        await using var pool = new ProcessPool(1);
        using var guard = new ProcessLock();
        Assert.True(await guard.TryEnterAsync());
        Assert.False(await pool.RunAsync(() => guard.TryEnterAsync()));
        Assert.False(await pool.RunAsync(() => guard.TryEnterAsync(s_moment)));
        Task<bool> entering = pool.RunAsync(() => guard.TryEnterAsync(s_patience));
        guard.Exit();
        Assert.True(await entering);
        Assert.False(await guard.TryEnterAsync(s_moment));
        await pool.RunAsync(guard.Exit);
        Assert.True(await guard.TryEnterAsync(s_patience));
    }

    [Fact(Timeout = 60_000)]
    public async Task All_come_to_a_barrier_within_a_time()
    {
        await using var pool = new ProcessPool(1);
        using var barrier = new ProcessBarrier(2);
        Assert.False(await pool.RunAsync(() => barrier.SignalAndWaitAsync(s_moment)));
        Task<bool> other = pool.RunAsync(() => barrier.SignalAndWaitAsync(s_patience));
        Assert.True(await barrier.SignalAndWaitAsync(s_patience));
        Assert.True(await other);
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_is_joined_within_a_time()
    {
        using var go = new ProcessEvent();
        await using WorkerProcess worker = WorkerProcess.StartNew(() => go.Wait());
        Assert.False(await worker.JoinAsync(s_moment));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            worker.JoinAsync(s_patience, new CancellationToken(canceled: true))
        );
        go.Set();
        Assert.True(await worker.JoinAsync(s_patience));
        Assert.Equal(0, worker.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_ends_a_wait_before_its_time_and_takes_nothing()
    {
        using var queue = new ProcessQueue<int>();
        using var barrier = new ProcessBarrier(2);
        using var patience = new CancellationTokenSource(s_moment);
        CancellationToken token = patience.Token;
        Task[] waits =
        [
            queue.TryTakeAsync(s_patience, token),
            barrier.SignalAndWaitAsync(s_patience, token),
        ];
        foreach (Task wait in waits)
        {
            var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
            Assert.Equal(token, e.CancellationToken);
        }

        queue.Put(5);
        Assert.Equal((true, 5), await queue.TryTakeAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_time_that_cannot_be_one_is_refused()
    {
        using var queue = new ProcessQueue<int>();
        using var guard = new ProcessLock();
        TimeSpan never = TimeSpan.FromSeconds(-5);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.TryTakeAsync(never));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.TryPutAsync(1, never));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => guard.TryEnterAsync(never));
    }
}

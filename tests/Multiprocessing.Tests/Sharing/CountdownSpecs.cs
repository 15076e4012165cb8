using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class CountdownSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task The_parent_waits_for_signals_of_workers()
    {
        await using var pool = new ProcessPool(2);
        using var countdown = new ProcessCountdown(4);
        Task waiting = countdown.WaitAsync();
        Assert.False(countdown.Wait(TimeSpan.Zero));
        Assert.False(await countdown.WaitAsync(TimeSpan.Zero));
        bool[] last = pool.Map(_ => countdown.Signal(), [1, 2, 3], 1);
        Assert.DoesNotContain(true, last);
        Assert.False(waiting.IsCompleted);
        pool.Run(() => countdown.AddCount(2));
        Assert.Equal(3, countdown.CurrentCount);
        Assert.Throws<InvalidOperationException>(() => countdown.Signal(4));
        Assert.True(countdown.Signal(3));
        await waiting;
        Assert.True(countdown.IsSet);
        Assert.True(countdown.Wait(TimeSpan.FromSeconds(20)));
        Assert.Throws<InvalidOperationException>(() => countdown.AddCount());
        Assert.Throws<InvalidOperationException>(() => countdown.Signal());
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_waits_is_told_when_a_process_dies_before_it_signals()
    {
        using var countdown = new ProcessCountdown(2);
        await using WorkerProcess good = WorkerProcess.StartNew(() => countdown.Signal());
        good.Join();
        await using WorkerProcess bad = WorkerProcess.StartNew(() =>
        {
            Environment.Exit(countdown.CurrentCount == 0 ? 0 : 5);
        });
        bad.Join();
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => countdown.WaitAsync());
        Assert.Equal((bad.Id, 5), (e.ProcessId, e.ExitCode));
        Task again = countdown.WaitAsync();
        countdown.Signal();
        await again;
    }
}

using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class BarrierSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task All_parties_go_through_each_phase_together()
    {
        await using var pool = new ProcessPool(2);
        using var barrier = new ProcessBarrier(3);
        using var log = new ProcessQueue<int>();
        Task<long[][]> workers = pool.MapAsync(
            _ =>
                Enumerable
                    .Range(0, 20)
                    .Select(i =>
                    {
                        log.Put(i);
                        return barrier.SignalAndWait();
                    })
                    .ToArray(),
            [1, 2],
            1
        );
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(i, await barrier.SignalAndWaitAsync());
        }

        long[][] phases = await workers;
        Assert.All(
            phases,
            phase => Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), phase)
        );
        int[] order = [.. Enumerable.Range(0, 40).Select(_ => log.Take())];
        Assert.Equal(order.Order(), order); // nobody was a phase ahead
        Assert.Equal(20, barrier.CurrentPhaseNumber);
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_participant_is_killed_the_barrier_breaks_for_all()
    {
        using var barrier = new ProcessBarrier(3);
        using var ready = new ProcessEvent();
        await using WorkerProcess participant = WorkerProcess.StartNew(() =>
        {
            ready.Set();
            GC.KeepAlive(barrier);
            Thread.Sleep(Timeout.Infinite);
        });
        ready.Wait();
        Task<long> waiting = barrier.SignalAndWaitAsync();
        participant.Kill();
        var e = await Assert.ThrowsAsync<BrokenBarrierException>(() => waiting);
        Assert.Equal((participant.Id, ExitCodes.Here.Killed), (e.ProcessId, e.ExitCode));
        Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait());
        Assert.True(barrier.IsBroken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_ends_while_it_waits_breaks_it_even_with_code_0()
    {
        using var barrier = new ProcessBarrier(2);
        await using WorkerProcess participant = WorkerProcess.StartNew(() =>
        {
            _ = barrier.SignalAndWaitAsync();
        });
        participant.Join();
        Assert.Equal(0, participant.ExitCode);
        Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_participant_that_ended_well_leaves_it_whole()
    {
        using var barrier = new ProcessBarrier(2);
        await using WorkerProcess participant = WorkerProcess.StartNew(() =>
            barrier.SignalAndWait()
        );
        barrier.SignalAndWait();
        participant.Join();
        Assert.False(barrier.IsBroken);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_gives_up_counts_as_not_come()
    {
        using var barrier = new ProcessBarrier(2);
        Assert.False(barrier.SignalAndWait(TimeSpan.FromMilliseconds(20)));
        using var patience = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            barrier.SignalAndWaitAsync(patience.Token)
        );
        Task<long> one = barrier.SignalAndWaitAsync();
        Assert.False(one.IsCompleted);
        Assert.Equal(0, barrier.SignalAndWait());
        Assert.Equal(0, await one);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessBarrier(0));
    }
}

using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>A worker is given short chunks ahead of time: nobody may have to wait for those that it has not begun.</summary>
public class ChunksAheadSpecs
{
    private const int Items = 2_000;
    private const int Long = 1_200;

    private static int s_done;

    [Fact(Timeout = 60_000)]
    public async Task What_stands_behind_a_long_item_goes_to_a_worker_that_has_nothing_to_do()
    {
        await using var pool = new ProcessPool(2);
        using var done = new SharedValue<int>();
        int[] results = await pool.MapAsync(
            n =>
            {
                if (n == Long)
                {
                    // Ends only when all others have run, those that were sent to this worker too.
                    SpinWait.SpinUntil(() => done.Read() == Items - 1);
                }

                done.Increment();
                return n;
            },
            Enumerable.Range(0, Items),
            chunkSize: 1,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Enumerable.Range(0, Items), results);
    }

    [Fact(Timeout = 60_000)]
    public async Task Results_arrive_while_a_later_item_of_the_same_worker_runs()
    {
        await using var pool = new ProcessPool(1);
        using var arrived = new SharedValue<int>();
        int next = 0;
        foreach (
            int result in pool.Stream(
                n =>
                {
                    if (n == Long)
                    {
                        // Ends only when the results before it have been taken.
                        SpinWait.SpinUntil(() => arrived.Read() == Long);
                    }

                    return n;
                },
                Enumerable.Range(0, Items),
                options: new MapOptions { ChunkSize = 1 }
            )
        )
        {
            Assert.Equal(next++, result);
            arrived.Write(next);
        }

        Assert.Equal(Items, next);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_process_too_what_stands_behind_a_long_item_goes_to_another_worker()
    {
        await using var pool = ProcessPool.InProcess(2);
        int[] results = await pool.MapAsync(
            n =>
            {
                if (n == Long)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref s_done) == Items - 1);
                }

                Interlocked.Increment(ref s_done);
                return n;
            },
            Enumerable.Range(0, Items),
            chunkSize: 1,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Enumerable.Range(0, Items), results);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(8 * 1024)]
    [InlineData(15 * 1024)]
    [InlineData(70 * 1024)]
    public async Task More_than_the_sockets_hold_flows_both_ways_at_once(int bytes)
    {
        await using var pool = new ProcessPool(2);
        byte[][] items = [.. Enumerable.Range(0, 1500).Select(n => new byte[bytes + (n % 7)])];
        // Trivial at first, so that very many chunks are on their way together.
        await pool.MapAsync(
            n => n,
            Enumerable.Range(0, 5000),
            chunkSize: 1,
            TestContext.Current.CancellationToken
        );
        byte[][] results = await pool.MapAsync(
            item => item,
            items,
            chunkSize: 1,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(items.Select(item => item.Length), results.Select(item => item.Length));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_dies_with_many_chunks_loses_none_of_them()
    {
        await using var pool = new ProcessPool(2);
        using var deaths = new SharedValue<int>();
        int[] results = await pool.MapAsync(
            n =>
            {
                if (n == Long && deaths.Increment() == 1)
                {
                    Environment.FailFast("on purpose");
                }

                return n;
            },
            Enumerable.Range(0, Items),
            chunkSize: 1,
            TestContext.Current.CancellationToken,
            new MapOptions { Retries = 1 }
        );
        Assert.Equal(Enumerable.Range(0, Items), results);
    }
}

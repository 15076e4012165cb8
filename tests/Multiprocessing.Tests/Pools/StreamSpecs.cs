using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class StreamSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Results_come_in_the_order_of_the_items()
    {
        await using var pool = new ProcessPool(3);
        Assert.Equal(
            Enumerable.Range(0, 5000).Select(n => n * 2),
            pool.Stream(n => n * 2, Enumerable.Range(0, 5000))
        );
        Assert.Equal(["a1", "a2"], pool.Stream(n => $"a{n}", new List<int> { 1, 2 }));
    }

    [Fact(Timeout = 60_000)]
    public async Task Results_come_as_they_are_ready_when_order_does_not_matter()
    {
        await using var pool = new ProcessPool(2);
        List<int> seen = [];
        await foreach (
            int n in pool.Stream(
                async n =>
                {
                    await Task.Delay(n == 0 ? 1500 : 0);
                    return n;
                },
                Enumerable.Range(0, 20),
                ordered: false,
                new MapOptions { ChunkSize = 1 }
            )
        )
        {
            seen.Add(n);
        }

        Assert.Equal(Enumerable.Range(0, 20), seen.Order());
        Assert.Equal(0, seen[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_endless_source_is_read_only_a_little_ahead_and_disposed_when_the_consumer_stops()
    {
        int taken = 0;
        bool disposed = false;
        IEnumerable<int> Naturals()
        {
            try
            {
                while (true)
                {
                    yield return Interlocked.Increment(ref taken);
                }
            }
            finally
            {
                disposed = true;
            }
        }

        await using var pool = new ProcessPool(2);
        Assert.Equal([1, 4, 9], pool.Stream(n => n * n, Naturals()).Take(3));
        Assert.True(disposed);
        // Two chunks of at most 1024 items for each of two workers, beside the three that were consumed.
        Assert.InRange(taken, 3, (2 * 2 * 1024) + 3);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_slow_consumer_keeps_the_source_waiting()
    {
        int taken = 0;
        IEnumerable<int> Naturals()
        {
            while (true)
            {
                yield return Interlocked.Increment(ref taken);
            }
        }

        await using var pool = new ProcessPool(2);
        using IEnumerator<int> results = pool.Stream(
                n => n,
                Naturals(),
                options: new MapOptions { ChunkSize = 5 }
            )
            .GetEnumerator();
        Assert.True(results.MoveNext());
        Assert.True(
            await Harness.Eventually(() => Volatile.Read(ref taken) >= 20, TimeSpan.FromSeconds(10))
        );
        await Task.Delay(200);
        Assert.InRange(Volatile.Read(ref taken), 20, 21); // two chunks of five for each of two workers, and the one consumed
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_comes_though_the_source_keeps_its_next_item_to_itself()
    {
        using var more = new ManualResetEventSlim();
        IEnumerable<int> Slow()
        {
            yield return 1;
            more.Wait();
            yield return 2;
        }

        await using var pool = new ProcessPool(2);
        List<int> seen = [];
        foreach (int n in pool.Stream(n => n * 10, Slow()))
        {
            seen.Add(n);
            more.Set();
        }

        Assert.Equal([10, 20], seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task Leaving_does_not_wait_for_a_source_that_is_stuck()
    {
        using var never = new ManualResetEventSlim();
        IEnumerable<int> Stuck()
        {
            yield return 1;
            never.Wait();
        }

        await using var pool = new ProcessPool(2);
        Assert.Equal(1, pool.Stream(n => n, Stuck()).First());
        never.Set();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_closed_pool_ends_though_the_source_of_a_stream_that_was_left_is_stuck()
    {
        using var never = new ManualResetEventSlim();
        IEnumerable<int> Stuck()
        {
            yield return 1;
            never.Wait();
        }

        await using var pool = new ProcessPool(2);
        using (IEnumerator<int> results = pool.Stream(n => n, Stuck()).GetEnumerator())
        {
            Assert.True(results.MoveNext());
            Assert.True(
                await Harness.Eventually(
                    () => pool.Workers.All(worker => worker.State == PoolWorkerState.Idle),
                    TimeSpan.FromSeconds(20)
                )
            );
            pool.Close();
        }

        pool.Join();
        never.Set();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_source_that_fails_does_so_behind_the_results_of_its_items()
    {
        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new InvalidOperationException("no third");
        }

        await using var pool = new ProcessPool(2);
        List<int> seen = [];
        var e = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int n in pool.Stream(n => n, Failing()))
            {
                seen.Add(n);
            }
        });
        Assert.Equal("no third", e.Message);
        Assert.Equal([1, 2], seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_item_throws_ends_the_stream()
    {
        await using var pool = new ProcessPool(2);
        Assert.Throws<DivideByZeroException>(() => pool.Stream(n => 1 / n, [2, 1, 0, 1]).ToArray());
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_ends_an_item_in_a_tight_loop()
    {
        await using var pool = new ProcessPool(2);
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            IAsyncEnumerable<int> stream = pool.Stream(
                    n => n == 3 ? Spin() : n,
                    Enumerable.Range(0, 9),
                    options: new MapOptions { ChunkSize = 1 }
                )
                .AsAsyncEnumerable();
            await foreach (int n in stream.WithCancellation(source.Token))
            {
                if (n == 2)
                {
                    source.CancelAfter(100);
                }
            }
        });
        Assert.Equal([1, 2], pool.Map(n => n, [1, 2]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_enumeration_is_a_call_of_its_own()
    {
        await using var pool = new ProcessPool(2);
        ResultStream<int> stream = pool.Stream(_ => Environment.ProcessId, [1, 2]);
        Assert.Equal(2, stream.Count());
        Assert.Equal(2, stream.Count());
        Assert.Empty(pool.Stream((int n) => n, []));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_terminated_pool_ends_its_streams()
    {
        var pool = new ProcessPool(2);
        using IEnumerator<int> results = pool.Stream(n => n, Enumerable.Range(0, int.MaxValue))
            .GetEnumerator();
        Assert.True(results.MoveNext());
        await pool.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (results.MoveNext()) { }
        });
        Assert.Throws<ObjectDisposedException>(() => pool.Stream(n => n, [1]).Count());
    }

    private static int Spin()
    {
        while (Stopwatch.GetTimestamp() != 0) { }
        return 0;
    }
}

using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>What is told how far a call is may use the pool, take its time, and fail.</summary>
public class ProgressCallbackSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Progress_may_call_the_pool_whose_call_it_is_told_about()
    {
        await using var pool = new ProcessPool(1);
        var nested = new List<int>();
        int[] results = await pool.MapAsync(
            Slowly,
            Enumerable.Range(0, 50),
            options: new MapOptions
            {
                Progress = new Report(_ =>
                    nested.Add(pool.Run(() => 1) + pool.Map(n => n, [2])[0])
                ),
            }
        );
        Assert.Equal(50, results.Length);
        Assert.NotEmpty(nested);
        Assert.All(nested, sum => Assert.Equal(3, sum));
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_may_dispose_or_close_the_pool(bool closes)
    {
        var pool = new ProcessPool(1);
        Task<int[]> map = pool.MapAsync(
            Slowly,
            Enumerable.Range(0, 50),
            options: new MapOptions
            {
                Progress = new Report(_ =>
                {
                    if (closes)
                    {
                        pool.Close();
                    }
                    else
                    {
                        pool.Dispose();
                    }
                }),
            }
        );
        if (closes)
        {
            Assert.Equal(50, (await map).Length);
            pool.Join();
        }
        else
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => map);
        }

        await pool.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_slow_report_holds_up_neither_other_calls_nor_time_limits()
    {
        await using var pool = new ProcessPool(1);
        using var go = new ManualResetEventSlim();
        using var reporting = new ManualResetEventSlim();
        Task<int[]> reported = pool.MapAsync(
            Slowly,
            Enumerable.Range(0, 30),
            options: new MapOptions
            {
                Progress = new Report(_ =>
                {
                    reporting.Set();
                    go.Wait();
                }),
            }
        );
        reporting.Wait();
        Assert.Equal(7, pool.Run(() => 7));
        Assert.Equal([1, 2], pool.Stream(n => n, [1, 2]).ToArray());
        Assert.Throws<TimeoutException>(() =>
            pool.Run(
                () => Thread.Sleep(Timeout.Infinite),
                new MapOptions
                {
                    ItemTimeout = TimeSpan.FromMilliseconds(300),
                    Progress = new Report(progress =>
                    {
                        if (progress.Elapsed < TimeSpan.FromMilliseconds(300))
                        {
                            Thread.Sleep(600);
                        }
                    }),
                }
            )
        );
        Assert.False(reported.IsCompleted);
        go.Set();
        Assert.Equal(30, (await reported).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task Reports_come_one_at_a_time_and_in_order_the_last_before_the_end_of_the_call()
    {
        await using var pool = new ProcessPool(2);
        for (int round = 0; round < 5; round++)
        {
            var told = new List<PoolProgress>();
            int inside = 0;
            bool together = false;
            await pool.MapAsync(
                Slowly,
                Enumerable.Range(0, 60),
                options: new MapOptions
                {
                    Progress = new Report(progress =>
                    {
                        together |= Interlocked.Increment(ref inside) > 1;
                        Thread.Sleep(150); // longer than the time between two looks
                        told.Add(progress);
                        Interlocked.Decrement(ref inside);
                    }),
                }
            );
            int count = told.Count;
            Assert.False(together);
            Assert.Equal(60, told[^1].Done);
            Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(p => p.Done));
            await Task.Delay(300);
            Assert.Equal(count, told.Count);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_that_throws_at_the_end_fails_its_call_too()
    {
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            pool.MapAsync(
                n => n,
                [1, 2],
                options: new MapOptions
                {
                    Progress = new Report(progress =>
                    {
                        if (progress.Done == 2)
                        {
                            throw new InvalidOperationException("full");
                        }
                    }),
                }
            )
        );
        Assert.Equal("full", e.Message);
        Assert.Equal(7, pool.Run(() => 7));
    }

    private static int Slowly(int n)
    {
        Thread.Sleep(10);
        return n;
    }

    /// <summary>Reports at once, on the thread that tells it, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Report(Action<PoolProgress> told) : IProgress<PoolProgress>
    {
        void IProgress<PoolProgress>.Report(PoolProgress value) => told(value);
    }
}

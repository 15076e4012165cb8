using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>What a stream holds, told by how far its workers and its source go on while nobody takes results.</summary>
public class StreamBufferSpecs
{
    private const int Large = 1_000_000;
    private const long Limit = 8 * Large;
    private static readonly MapOptions s_options = new() { StreamBufferLimit = Limit };

    // Half of the limit for results, and what workers have begun beside it.
    private const int Most = 4 + 2;

    public static TheoryData<bool, int?, bool> Ways =>
        new()
        {
            { true, null, false },
            { false, null, false },
            { true, 1, false },
            { false, 100, false },
            { true, 100, true },
            { false, null, true },
        };

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Ways))]
    public async Task Workers_make_no_more_large_results_than_there_is_room_for(
        bool ordered,
        int? chunkSize,
        bool inProcess
    )
    {
        await using ProcessPool pool = inProcess ? ProcessPool.InProcess(2) : new ProcessPool(2);
        using var begun = new SharedValue<int>();
        using IEnumerator<byte[]> results = pool.Stream(
                n =>
                {
                    begun.Increment();
                    return new byte[Large];
                },
                Enumerable.Range(0, 60),
                ordered,
                s_options with
                {
                    ChunkSize = chunkSize,
                }
            )
            .GetEnumerator();
        Assert.True(results.MoveNext());
        await AtRest(() => begun.Value);
        Assert.InRange(begun.Value, 1, 1 + Most);
        int count = 1;
        while (results.MoveNext())
        {
            Assert.Equal(Large, results.Current.Length);
            count++;
        }

        Assert.Equal(60, count);
    }

    [Fact(Timeout = 120_000)]
    public async Task Results_behind_a_slow_first_one_are_bounded_too_and_come_in_order()
    {
        await using var pool = new ProcessPool(2);
        using var begun = new SharedValue<int>();
        using var go = new SharedValue<int>();
        using IEnumerator<(int, byte[])> results = pool.Stream(
                n =>
                {
                    begun.Increment();
                    while (n == 0 && go.Value == 0)
                    {
                        Thread.Sleep(1);
                    }

                    return (n, new byte[Large]);
                },
                Enumerable.Range(0, 40),
                options: s_options with
                {
                    ChunkSize = 3,
                }
            )
            .GetEnumerator();
        Task<bool> first = Task.Run(results.MoveNext, TestContext.Current.CancellationToken);
        await AtRest(() => begun.Value);
        Assert.InRange(begun.Value, 2, 1 + Most);
        go.Value = 1;
        Assert.True(await first);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(i, results.Current.Item1);
            Assert.Equal(i < 39, results.MoveNext());
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Results_that_become_large_all_at_once_are_bounded(int? chunkSize)
    {
        await using var pool = new ProcessPool(2);
        using var begun = new SharedValue<int>();
        using IEnumerator<byte[]> results = pool.Stream(
                n =>
                {
                    if (n < 3000)
                    {
                        return [];
                    }

                    begun.Increment();
                    return new byte[Large];
                },
                Enumerable.Range(0, 3040),
                options: s_options with
                {
                    ChunkSize = chunkSize,
                }
            )
            .GetEnumerator();
        for (int i = 0; i < 3001; i++)
        {
            Assert.True(results.MoveNext());
        }

        await AtRest(() => begun.Value);
        Assert.InRange(begun.Value, 1, 1 + Most + 2);
        for (int i = 3001; i < 3040; i++)
        {
            Assert.True(results.MoveNext());
        }

        Assert.False(results.MoveNext());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_source_of_large_items_is_read_ahead_by_so_many_bytes_only()
    {
        await using var pool = new ProcessPool(2);
        int some = await TakenAhead(pool, n => new byte[n % 2 == 0 ? Large : 10], x => x.Length);
        Assert.InRange(some, 1, 10);
        int untold = await TakenAhead(pool, _ => new[] { new byte[Large] }.ToList(), x => Large);
        Assert.InRange(untold, 1, 10);
        int late = await TakenAhead(
            pool,
            n => new string('x', n < 200 ? 10 : Large),
            x => x.Length
        );
        Assert.InRange(late, 1, 210);
    }

    [Fact(Timeout = 120_000)]
    public async Task One_result_a_worker_is_made_though_it_alone_is_more_than_the_limit()
    {
        await using var pool = new ProcessPool(2);
        using var begun = new SharedValue<int>();
        using IEnumerator<int[]> results = pool.Stream(
                n =>
                {
                    begun.Increment();
                    return new int[Large];
                },
                Enumerable.Range(0, 20),
                options: new MapOptions { StreamBufferLimit = 1, ChunkSize = 1 }
            )
            .GetEnumerator();
        Assert.True(results.MoveNext());
        await AtRest(() => begun.Value);
        Assert.InRange(begun.Value, 2, 3);
        for (int i = 1; i < 20; i++)
        {
            Assert.True(results.MoveNext());
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stream_that_waits_for_its_reader_keeps_no_other_call_waiting()
    {
        await using var pool = new ProcessPool(2);
        using IEnumerator<byte[]> full = pool.Stream(
                n => new byte[Large],
                Enumerable.Range(0, 100),
                options: s_options
            )
            .GetEnumerator();
        Assert.True(full.MoveNext());
        Assert.Equal(7, pool.Run(() => 7));
        Assert.Equal(50, pool.Stream(n => new byte[Large], Enumerable.Range(0, 50)).Count());
        Assert.True(full.MoveNext());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stream_that_waits_for_its_reader_is_left_cancelled_and_ended_at_once()
    {
        var pool = new ProcessPool(2);
        ResultStream<byte[]> stream = pool.Stream(
            n => new byte[Large],
            Enumerable.Range(0, 100),
            options: s_options
        );
        Assert.Equal(Large, stream.First().Length);
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                byte[] result in stream.AsAsyncEnumerable().WithCancellation(source.Token)
            )
            {
                await source.CancelAsync();
            }
        });
        Assert.Equal(7, pool.Run(() => 7));
        using IEnumerator<byte[]> left = stream.GetEnumerator();
        Assert.True(left.MoveNext());
        await pool.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (left.MoveNext()) { }
        });
    }

    [Fact(Timeout = 120_000)]
    public async Task Items_of_workers_that_die_are_made_again_though_there_is_no_room()
    {
        await using var pool = new ProcessPool(2);
        using var deaths = new SharedValue<int>();
        int[] seen =
        [
            .. pool.Stream(
                    n =>
                    {
                        if (n % 10 == 3 && deaths.Increment() <= 3)
                        {
                            Environment.FailFast(null);
                        }

                        return (n, new byte[Large]);
                    },
                    Enumerable.Range(0, 40),
                    options: s_options with
                    {
                        Retries = 5,
                        ChunkSize = 4,
                    }
                )
                .Select(result => result.n),
        ];
        Assert.Equal(Enumerable.Range(0, 40), seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_of_nothing_is_refused(long limit)
    {
        using ProcessPool pool = ProcessPool.InProcess();
        var e = Assert.Throws<ArgumentOutOfRangeException>(() =>
            pool.Stream(n => n, [1], options: new MapOptions { StreamBufferLimit = limit })
        );
        Assert.Contains("StreamBufferLimit", e.Message, StringComparison.Ordinal);
    }

    /// <summary>How many items a stream takes from their source while the first large ones are not done.</summary>
    private static async Task<int> TakenAhead<T>(
        ProcessPool pool,
        Func<int, T> make,
        Func<T, int> size
    )
    {
        int taken = 0;
        using var go = new SharedValue<int>();
        IEnumerable<int> stream = pool.Stream(
            (T item) =>
            {
                while (size(item) >= Large && go.Value == 0)
                {
                    Thread.Sleep(1);
                }

                return 1;
            },
            Enumerable
                .Range(0, 300)
                .Select(n =>
                {
                    Volatile.Write(ref taken, n + 1);
                    return make(n);
                }),
            options: s_options with
            {
                ChunkSize = 50,
            }
        );
        Task<int> all = Task.Run(() => stream.Sum(), TestContext.Current.CancellationToken);
        await AtRest(() => Volatile.Read(ref taken));
        int ahead = Volatile.Read(ref taken);
        go.Value = 1;
        Assert.Equal(300, await all);
        return ahead;
    }

    /// <summary>Waits until a number is more than nothing and has stayed the same for a while.</summary>
    private static async Task AtRest(Func<int> number)
    {
        int seen = -1;
        while (seen <= 0 || seen != number())
        {
            seen = number();
            await Task.Delay(700, TestContext.Current.CancellationToken);
        }
    }
}

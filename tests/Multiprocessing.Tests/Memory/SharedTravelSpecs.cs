using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Memory;

public class SharedTravelSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Workers_compute_in_place_what_the_parent_filled_in()
    {
        const int Count = 100_000;
        using var array = new SharedArray<double>(Count);
        for (int i = 0; i < Count; i++)
        {
            array[i] = i;
        }

        await using var pool = new ProcessPool(2);
        int[] done = pool.Map(
            part =>
            {
                foreach (ref double value in array.AsSpan(part * (Count / 4), Count / 4))
                {
                    value *= 2;
                }

                return Environment.ProcessId;
            },
            [0, 1, 2, 3],
            chunkSize: 1
        );
        Assert.DoesNotContain(Environment.ProcessId, done);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => 2.0 * i), array.ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_array_sent_as_an_item_comes_back_as_the_same_memory()
    {
        using var array = new SharedArray<int>([1, 2, 3]);
        using var empty = new SharedArray<int>(0);
        await using var pool = new ProcessPool(1);
        SharedArray<int>[] back = pool.Map(
            item =>
            {
                if (item.Length > 0)
                {
                    item[0] = 10;
                }

                return item;
            },
            [array, empty]
        );
        Assert.Equal([10, 2, 3], array.ToArray());
        back[0][1] = 20;
        Assert.Equal(20, array[1]);
        array.Dispose();
        Assert.Equal([10, 20, 3], back[0].ToArray());
        Assert.Equal(0, back[1].Length);
        back[0].Dispose();
        back[1].Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_array_made_in_a_worker_outlives_it()
    {
        var pool = new ProcessPool(1);
        SharedArray<int> array = pool.Run(() =>
        {
            var made = new SharedArray<int>(1_000_000);
            made.Span.Fill(7);
            return made;
        });
        await pool.DisposeAsync();
        using (array)
        {
            Assert.Equal(7_000_000, array.ToArray().Sum());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_array_made_in_a_workers_worker_reaches_the_top()
    {
        await using var pool = new ProcessPool(1);
        using var counter = new SharedValue<int>(1);
        using SharedArray<int> array = pool.Run(() =>
        {
            using var inner = new ProcessPool(1);
            return inner.Run(() =>
            {
                counter.Increment();
                return new SharedArray<int>([5, 6]);
            });
        });
        Assert.Equal([5, 6], array.ToArray());
        Assert.Equal(2, counter.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_of_its_own_shares_too()
    {
        using var array = new SharedArray<int>(10);
        using var done = new SharedValue<bool>();
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            array.Span.Fill(3);
            done.Write(true);
        });
        process.Join();
        Assert.Equal(0, process.ExitCode);
        Assert.True(done.Value);
        Assert.Equal(30, array.ToArray().Sum());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_in_this_process_shares_the_same_memory()
    {
        await using ProcessPool pool = ProcessPool.InProcess();
        using var array = new SharedArray<int>([1, 2]);
        using SharedArray<int> made = pool.Run(() =>
        {
            array[0] = 5;
            return new SharedArray<int>([array[1]]);
        });
        Assert.Equal(5, array[0]);
        Assert.Equal([2], made.ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_of_a_cell_shares_a_variable_of_another_cell()
    {
        var session = new CellSession();
        await session.Run(
            "var shared = new SharedArray<int>(4); var hits = new SharedValue<int>();"
        );
        await session.Run("int Fill(int n) { hits.Increment(); return shared[n] = n * n; }");
        int[] squares = await session.Run<int[]>(
            "CellPool.Pool.Map(Fill, [0, 1, 2, 3]); shared.ToArray()"
        );
        Assert.Equal([0, 1, 4, 9], squares);
        Assert.Equal(4, await session.Run<int>("hits.Value"));
        await session.Run("shared.Dispose(); hits.Dispose();");
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_worker_of_a_call_finds_what_the_caller_no_longer_refers_to()
    {
        await using var pool = new ProcessPool(1);
        Task<long> call = StartWithForgottenArray(pool);
        for (int i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(6, await call);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_disposed_before_it_was_handed_on_says_so()
    {
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<ObjectDisposedException>(() =>
            pool.Run(() =>
            {
                using var made = new SharedArray<int>(1);
                return made;
            })
        );
        Assert.Contains("whoever gets it disposes it", e.Message, StringComparison.Ordinal);
        var array = new SharedArray<int>(1);
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(() => array.Length));
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_caller_disposes_too_early_is_said_to_be_gone()
    {
        await using var pool = new ProcessPool(1);
        using var gate = new SharedValue<bool>();
        Task<int> first = pool.RunAsync(() =>
        {
            while (!gate.Read())
            {
                Thread.Sleep(1);
            }

            return 1;
        });
        var array = new SharedArray<int>(1);
        Task<long> second = pool.RunAsync(() => array.Length);
        array.Dispose();
        gate.Write(true);
        Assert.Equal(1, await first);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        Assert.Contains("shared memory is gone", e.Message, StringComparison.Ordinal);
    }

    private static Task<long> StartWithForgottenArray(ProcessPool pool)
    {
        var array = new SharedArray<int>([1, 2, 3]);
        return pool.RunAsync(() =>
        {
            Thread.Sleep(100);
            return (long)array.ToArray().Sum();
        });
    }
}

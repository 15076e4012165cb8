using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class MapSpecs
{
    private static int s_counter;

    [Fact(Timeout = 60_000)]
    public async Task Results_come_in_the_order_of_the_items_whatever_the_chunk_size()
    {
        await using var pool = new ProcessPool(3);
        int[] items = [.. Enumerable.Range(0, 100)];
        foreach (int? chunkSize in (int?[])[null, 1, 7, 1000])
        {
            Assert.Equal(items.Select(n => n * 3), pool.Map(n => n * 3, items, chunkSize));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_run_in_several_processes_none_of_which_is_this_one()
    {
        await using var pool = new ProcessPool(2);
        using var bothArrived = new Rendezvous();
        string folder = bothArrived.Folder;
        int[] ids = pool.Map(n => Rendezvous.Meet(folder, n, 2), [0, 1], chunkSize: 1);
        Assert.Equal(2, ids.Distinct().Count());
        Assert.DoesNotContain(Environment.ProcessId, ids);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_source_gives_an_empty_result()
    {
        await using var pool = new ProcessPool(1);
        Assert.Empty(pool.Map((int n) => n, []));
    }

    [Fact(Timeout = 60_000)]
    public async Task Wrong_arguments_are_refused_at_once_by_name()
    {
        Assert.Equal(
            "workers",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(0)).ParamName
        );
        await using var pool = new ProcessPool(1);
        Assert.Equal(
            "items",
            Assert.Throws<ArgumentNullException>(() => pool.Map((int n) => n, null!)).ParamName
        );
        Assert.Equal(
            "function",
            Assert
                .Throws<ArgumentNullException>(() => pool.Map((Func<int, int>)null!, [1]))
                .ParamName
        );
        Assert.Equal(
            "chunkSize",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => pool.Map(n => n, [1], chunkSize: 0))
                .ParamName
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_asynchronous_function_is_awaited_in_the_worker()
    {
        await using var pool = new ProcessPool(2);
        string[] results = await pool.MapAsync(
            async (int n) =>
            {
                await Task.Delay(1);
                return $"{n}:{Environment.ProcessId != 0}";
            },
            [1, 2, 3]
        );
        Assert.Equal(["1:True", "2:True", "3:True"], results);
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_takes_functions_and_actions_synchronous_or_not()
    {
        await using var pool = new ProcessPool(1);
        int here = 20;
        Assert.Equal(21, pool.Run(() => here + 1));
        Assert.Equal(
            22,
            pool.Run(async () =>
            {
                await Task.Yield();
                return here + 2;
            })
        );
        pool.Run(() =>
        {
            s_counter++;
        });
        pool.Run(async () =>
        {
            await Task.Yield();
            s_counter++;
        });
        Assert.Equal(2, pool.Run(() => s_counter));
        Assert.Equal(0, s_counter);
        await pool.RunAsync(() =>
        {
            s_counter++;
        });
        Assert.Equal(
            3,
            await pool.RunAsync(async () =>
            {
                await Task.Yield();
                return s_counter;
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Static_fields_begin_with_their_initialisers_in_each_worker()
    {
        await using var pool = new ProcessPool(1);
        s_settings = "changed here";
        Assert.Equal("initial", pool.Run(() => s_settings));
    }

    private static string s_settings = "initial";

    [Fact(Timeout = 60_000)]
    public async Task Several_calls_at_once_share_the_workers()
    {
        await using var pool = new ProcessPool(2);
        int[] sums = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(n => pool.RunAsync(() => n + 1))
        );
        Assert.Equal(Enumerable.Range(1, 200), sums);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_constructor_does_not_wait_for_workers()
    {
        var watch = Stopwatch.StartNew();
        await using var pool = new ProcessPool(4);
        int started = pool.WorkerCount;
        Assert.Equal(4, started);
        Assert.True(watch.ElapsedMilliseconds < 1000, $"{watch.ElapsedMilliseconds} ms");
    }
}

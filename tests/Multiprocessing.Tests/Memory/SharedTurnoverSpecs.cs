using Multiprocessing.Stress.Running;
using Xunit;

namespace Multiprocessing.Tests.Memory;

/// <summary>
/// Arrays that are made, shared and disposed one after another: what its maker disposed is closed in workers too, though
/// functions never dispose what they are handed.
/// </summary>
public class SharedTurnoverSpecs
{
    private const int Rounds = 300;
    private const int Few = 100;

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    private static readonly Dictionary<string, Action<ProcessPool>> s_uses = new()
    {
        ["captured"] = pool =>
        {
            using var array = new SharedArray<byte>(100);
            array[5] = 7;
            Assert.Equal(7, pool.Run(() => array[5]));
        },
        ["value captured"] = pool =>
        {
            using var value = new SharedValue<int>(3);
            pool.Run(() => value.Value++);
            Assert.Equal(4, value.Value);
        },
        ["item"] = pool =>
        {
            using var array = new SharedArray<byte>(100);
            array[5] = 7;
            Assert.Equal([7, 7], pool.Map(item => item[5], [array, array]));
        },
        ["streamed"] = pool =>
        {
            using var array = new SharedArray<byte>(100);
            Assert.Equal(100, pool.Stream(item => item.Length, [array]).Single());
        },
        ["result"] = pool =>
        {
            using SharedArray<byte> made = pool.Run(() => new SharedArray<byte>([7]));
            Assert.Equal(7, made[0]);
        },
        ["there and back"] = pool =>
        {
            using var array = new SharedArray<byte>(100);
            using SharedArray<byte> back = pool.Run(() => array);
            back[5] = 7;
            Assert.Equal(7, array[5]);
        },
        ["failed"] = pool =>
        {
            using var array = new SharedArray<byte>(100);
            Func<long> fail = () => throw new InvalidOperationException($"{array.Length}");
            Assert.Throws<InvalidOperationException>(() => pool.Run(fail));
        },
    };

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Uses))]
    public async Task A_worker_closes_them(string use)
    {
        await using var pool = new ProcessPool(1);
        s_uses[use](pool);
        int before = pool.Run(Machine.Handles);
        Repeat(use, pool);
        Assert.InRange(pool.Run(Machine.Handles), 0, before + Few);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Uses))]
    public async Task A_workers_worker_and_whoever_stands_between_close_them(string use)
    {
        await using var pool = new ProcessPool(1);
        (int here, int inner) = pool.Run(() =>
        {
            using var inner = new ProcessPool(1);
            s_uses[use](inner);
            (int here, int below) before = (Machine.Handles(), inner.Run(Machine.Handles));
            Repeat(use, inner);
            return (Machine.Handles() - before.here, inner.Run(Machine.Handles) - before.below);
        });
        Assert.InRange(here, -Few, Few);
        Assert.InRange(inner, -Few, Few);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Uses))]
    public async Task A_pool_in_the_same_process_closes_them(string use)
    {
        // In a process of its own, where nobody else opens files.
        await using var pool = new ProcessPool(1);
        int grown = pool.Run(() =>
        {
            using var inProcess = ProcessPool.InProcess();
            s_uses[use](inProcess);
            int before = Machine.Handles();
            Repeat(use, inProcess);
            return Machine.Handles() - before;
        });
        Assert.InRange(grown, -Few, Few);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(400)]
    [InlineData(1100)] // which run in a loop of their own
    public async Task A_worker_closes_between_the_items_of_one_chunk_what_each_took(int count)
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<SharedArray<byte>>();
        SharedArray<byte>[] arrays = [.. Enumerable.Range(0, Few * 3).Select(_ => Made())];
        foreach (SharedArray<byte> array in arrays)
        {
            queue.Put(array);
        }

        int[] handles = pool.Map(
            n => n < Few * 3 && queue.Take()[5] == 7 ? Machine.Handles() : 0,
            Enumerable.Range(0, count),
            chunkSize: count
        );
        Array.ForEach(arrays, array => array.Dispose());
        Assert.InRange(handles.Max(), 1, handles[0] + Few);

        static SharedArray<byte> Made()
        {
            var made = new SharedArray<byte>(100);
            made[5] = 7;
            return made;
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_worker_in_the_middle_hands_them_on_and_closes_them()
    {
        await using var pool = new ProcessPool(1);
        Func<SharedArray<byte>, byte> handOn = array => s_inner.Value.Run(() => array[5]);
        pool.Map(handOn, [new SharedArray<byte>(100)]);
        int before = pool.Run(Machine.Handles);
        for (int i = 0; i < Rounds; i++)
        {
            using var array = new SharedArray<byte>(100);
            array[5] = 7;
            Assert.Equal([7], pool.Map(handOn, [array]));
        }

        Assert.InRange(pool.Run(Machine.Handles), 0, before + Few);
        Assert.InRange(pool.Run(() => s_inner.Value.Run(Machine.Handles)), 0, before + Few);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_owner_of_a_managed_object_closes_what_functions_bring()
    {
        await using var pool = new ProcessPool(1);
        int grown = pool.Run(() =>
        {
            using var sum = new ManagedObject<List<int>>(() => []);
            int before = Machine.Handles();
            for (int i = 0; i < Rounds; i++)
            {
                using var array = new SharedArray<byte>(100);
                sum.Invoke(list => list.Add(array[5]));
            }

            return Machine.Handles() - before;
        });
        Assert.InRange(grown, -Few, Few);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_worker_keeps_stays_though_its_maker_has_disposed_it()
    {
        await using var pool = new ProcessPool(1);
        using (var array = new SharedArray<byte>([7]))
        {
            pool.Run(() =>
            {
                s_kept = array;
            });
        }

        Repeat("captured", pool);
        Assert.Equal(7, pool.Run(() => s_kept![0]));
    }

    [Fact(Timeout = 120_000)]
    public async Task Large_ones_do_not_come_together_either()
    {
        const int Large = 20_000_000;
        await using var pool = new ProcessPool(1);
        long most = 0;
        for (int i = 0; i < 30; i++)
        {
            using var array = new SharedArray<byte>(Large);
            most = Math.Max(
                most,
                pool.Run(() =>
                {
                    array.Span.Fill(1);
                    return File.ReadLines("/proc/self/maps")
                        .LongCount(line => line.Contains("/dev/shm", StringComparison.Ordinal));
                })
            );
        }

        Assert.InRange(most, 1, 10);
    }

    private static readonly Lazy<ProcessPool> s_inner = new(() => new ProcessPool(1));
    private static SharedArray<byte>? s_kept;

    private static void Repeat(string use, ProcessPool pool)
    {
        for (int i = 0; i < Rounds; i++)
        {
            s_uses[use](pool);
        }
    }
}

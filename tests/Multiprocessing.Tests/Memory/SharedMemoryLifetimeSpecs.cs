using Multiprocessing.Stress.Running;
using Xunit;

namespace Multiprocessing.Tests.Memory;

public class SharedMemoryLifetimeSpecs
{
    private const string Folder = "/dev/shm";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task A_thousand_arrays_made_and_disposed_leave_handles_and_maps_where_they_were()
    {
        await using var pool = new ProcessPool(1);
        (int Files, int Shared, int Maps) grown = pool.Run(() =>
        {
            Use(100);
            (int Files, int Shared, int Maps) before = Held();
            Use(1_000);
            (int Files, int Shared, int Maps) after = Held();
            return (
                after.Files - before.Files,
                after.Shared - before.Shared,
                after.Maps - before.Maps
            );
        });
        Assert.Equal(0, grown.Files);
        Assert.Equal(0, grown.Shared);
        Assert.InRange(grown.Maps, -100, 100);

        static void Use(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using var array = new SharedArray<int>(10_000);
                array.Span.Fill(i);
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_give_back_what_came_with_a_call()
    {
        await using var pool = new ProcessPool(1);
        int before = pool.Run(() => Held().Shared);
        for (int call = 0; call < 20; call++)
        {
            using var array = new SharedArray<byte>(1_000_000);
            SharedArray<byte>[] made = pool.Map(
                item =>
                {
                    item.Span.Fill(1);
                    return new SharedArray<byte>(item.Span);
                },
                [array, array]
            );
            Assert.All(made, item => Assert.Equal(1, item[999_999]));
            Array.ForEach(made, item => item.Dispose());
        }

        Assert.True(
            await Harness.Eventually(() => pool.Run(() => Held().Shared) <= before, s_patience)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Arrays_that_nobody_disposes_are_given_back_by_a_worker_that_made_them()
    {
        await using var pool = new ProcessPool(1);
        int before = pool.Run(() => Held().Shared);
        pool.Map(
            _ =>
            {
                Span<byte> span = new SharedArray<byte>(100_000).Span;
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                span.Fill(1); // still there, though nothing refers to the array
                return span[^1];
            },
            Enumerable.Range(0, 20)
        );
        Assert.True(
            await Harness.Eventually(() => pool.Run(() => Held().Shared) <= before, s_patience)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_array_whose_maker_was_killed_after_it_arrived_stays()
    {
        await using var pool = new ProcessPool(1);
        using SharedArray<int> array = pool.Run(() => new SharedArray<int>([1, 2]));
        await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.RunAsync(() => System.Diagnostics.Process.GetCurrentProcess().Kill())
        );
        Assert.Equal([1, 2], array.ToArray());
        // And goes on to others, from here.
        Assert.Equal(3, pool.Run(() => array.ToArray().Sum()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_killed_family_leaves_no_shared_memory()
    {
        const long Large = 300_000_000;
        long free = Free();
        using var ready = new SharedValue<int>();
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            var array = new SharedArray<byte>(Large);
            using var pool = new ProcessPool(2);
            pool.Map(
                n =>
                {
                    array[n] = 1;
                    ready.Increment();
                    Thread.Sleep(Timeout.Infinite);
                    return n;
                },
                [0, 1],
                chunkSize: 1
            );
        });
        Assert.True(await Harness.Eventually(() => ready.Read() == 2, s_patience));
        Assert.True(Free() < free - (Large / 2));
        parent.Kill();
        Assert.True(
            await Harness.Eventually(() => Free() > free - (Large / 2), TimeSpan.FromSeconds(2))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Being_killed_in_the_midst_of_making_arrays_leaves_no_file()
    {
        string[] before = Directory.GetFiles(Folder, "mp-*");
        for (int round = 0; round < 10; round++)
        {
            using var made = new SharedValue<int>();
            await using WorkerProcess maker = WorkerProcess.StartNew(() =>
            {
                while (true)
                {
                    new SharedArray<int>(10).Dispose();
                    made.Increment();
                }
            });
            Assert.True(await Harness.Eventually(() => made.Read() > 100, s_patience));
            maker.Kill();
            await maker.JoinAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(Directory.GetFiles(Folder, "mp-*").Except(before));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_lost_on_the_way_is_said_to_be_gone()
    {
        await using var pool = new ProcessPool(1);
        var array = new SharedArray<int>(1);
        byte[] message = Written(array);
        array.Dispose();
        // Still underway, so still there.
        SharedArray<int> arrived = Read(message);
        arrived.Dispose();
        Assert.True(
            await Harness.Eventually(
                () =>
                {
                    try
                    {
                        Read(message).Dispose();
                        return false;
                    }
                    catch (InvalidOperationException e)
                    {
                        Assert.Contains("gone", e.Message, StringComparison.Ordinal);
                        return true;
                    }
                },
                s_patience
            )
        );
    }

    private static byte[] Written(SharedArray<int> array)
    {
        using var output = new Multiprocessing.Values.PayloadWriter();
        new Multiprocessing.Values.GraphWriter(
            output,
            Code.CodeBook.Shared,
            new Code.Reach()
        ).Write(array, "the array");
        return output.ToArray();
    }

    private static SharedArray<int> Read(byte[] message) =>
        new Multiprocessing.Values.GraphReader(message, Code.CodeBook.Shared).Read<
            SharedArray<int>
        >();

    private static long Free() => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Open files, views of shared memory and all maps of this process.</summary>
    private static (int Files, int Shared, int Maps) Held()
    {
        string[] maps = File.ReadAllLines("/proc/self/maps");
        return (
            Machine.Handles(),
            maps.Count(line => line.Contains(Folder, StringComparison.Ordinal)),
            maps.Length
        );
    }
}

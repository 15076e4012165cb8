using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class WorkerLocalSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_factory_that_throws_is_called_again_by_the_next_who_asks()
    {
        using var folder = new Rendezvous();
        string path = Path.Combine(folder.Folder, "there");
        var local = new WorkerLocal<int>(() => File.ReadAllText(path).Length);
        await using var pool = new ProcessPool(1);
        Assert.Throws<FileNotFoundException>(() => pool.Run(() => local.Value));
        await File.WriteAllTextAsync(path, "four", TestContext.Current.CancellationToken);
        Assert.Equal(4, pool.Run(() => local.Value));
        File.Delete(path);
        Assert.Equal(4, pool.Run(() => local.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_factory_that_asks_for_its_own_value_is_told_so()
    {
        WorkerLocal<int>? local = null;
        local = new WorkerLocal<int>(() => local!.Value + 1);
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<InvalidOperationException>(() => pool.Run(() => local.Value));
        Assert.Contains("is making", e.Message, StringComparison.Ordinal);

        WorkerLocal<int>? onAnotherThread = null;
        onAnotherThread = new WorkerLocal<int>(() =>
            Task.Run(() => onAnotherThread!.Value).GetAwaiter().GetResult()
        );
        e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            pool.RunAsync(() => onAnotherThread.Value).WaitAsync(TimeSpan.FromSeconds(20))
        );
        Assert.Contains("is making", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Threads_of_a_worker_that_ask_at_the_same_time_get_the_same_value()
    {
        var local = new WorkerLocal<Guid>(() =>
        {
            Thread.Sleep(50);
            return Guid.NewGuid();
        });
        await using var pool = new ProcessPool(1);
        Guid[] values = pool.Run(() =>
        {
            var values = new Guid[4];
            Thread[] threads =
            [
                .. Enumerable.Range(0, 4).Select(i => new Thread(() => values[i] = local.Value)),
            ];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            return values;
        });
        Assert.Single(values.Distinct());
        Assert.Equal(values[0], pool.Run(() => local.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_initializer_can_make_the_value_ahead_in_each_new_worker()
    {
        var local = new WorkerLocal<long>(() => Environment.TickCount64);
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, Initializer = () => _ = local.Value }
        );
        for (int i = 0; i < 2; i++)
        {
            (long made, long asked) = pool.Run(() =>
            {
                long now = Environment.TickCount64;
                Thread.Sleep(30);
                return (local.Value, now);
            });
            Assert.InRange(made, 1, asked);
            Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.Exit(1)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_locals_are_two_values_and_a_copy_sent_back_is_the_same_one()
    {
        var one = new WorkerLocal<object>(() => new object());
        var other = new WorkerLocal<object>(() => new object());
        await using var pool = new ProcessPool(1);
        Assert.False(pool.Run(() => ReferenceEquals(one.Value, other.Value)));
        object before = one.Value;
        WorkerLocal<object> back = pool.Run(() => one);
        Assert.Same(before, back.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_process_workers_each_have_their_own()
    {
        var local = new WorkerLocal<string>(() => WorkerProcess.Current!.Name);
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using ProcessPool pool = ProcessPool.InProcess(2);
        string[] values = pool.Map(
            n =>
            {
                Rendezvous.Meet(path, n, 2);
                return local.Value;
            },
            [0, 1],
            1
        );
        Assert.Equal(2, values.Distinct().Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_keeps_values_of_its_own_types_in_workers()
    {
        var session = new CellSession();
        await session.Run(
            """
            record Model(int Id, string Name);
            var model = new WorkerLocal<Model>(() => new Model(Environment.ProcessId, "m"));
            var pool = new ProcessPool(1);
            """
        );
        Assert.True(
            await session.Run<bool>(
                """
                var first = pool.Run(() => model.Value);
                var second = pool.Map(n => (n, model.Value.Id), [1, 2]);
                var process = pool.Run(() => Environment.ProcessId);
                pool.Dispose();
                first == new Model(process, "m") && second[1] == (2, process)
                """
            )
        );
    }
}

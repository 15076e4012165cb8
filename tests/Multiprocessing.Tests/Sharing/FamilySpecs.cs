using Multiprocessing.Platform;
using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class FamilySpecs
{
    [Fact(Timeout = 120_000)]
    public async Task Workers_of_workers_share_with_all_the_family()
    {
        await using var pool = new ProcessPool(2);
        using var numbers = new ProcessQueue<int>();
        using var results = new ProcessQueue<(int Number, int Process)>();
        Task outer = pool.MapAsync(
            _ =>
            {
                using var inner = new ProcessPool(1);
                inner.Run(() =>
                {
                    foreach (int n in numbers.GetConsumingEnumerable())
                    {
                        results.Put((n, Environment.ProcessId));
                    }
                });
                return 0;
            },
            [1, 2],
            1
        );
        for (int i = 0; i < 100; i++)
        {
            numbers.Put(i);
        }

        var got = Enumerable.Range(0, 100).Select(_ => results.Take()).ToList();
        numbers.CompleteAdding();
        await outer;
        Assert.Equal(Enumerable.Range(0, 100), got.Select(item => item.Number).Order());
        Assert.DoesNotContain(Environment.ProcessId, got.Select(item => item.Process));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_workers_worker_makes_travels_to_the_parent()
    {
        await using var pool = new ProcessPool(1);
        using ProcessQueue<string> made = pool.Run(() =>
        {
            using var inner = new ProcessPool(1);
            return inner.Run(() =>
            {
                var queue = new ProcessQueue<string>();
                queue.Put("from two levels below");
                return queue;
            });
        });
        Assert.Equal("from two levels below", made.Take());
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_worker_is_killed_what_its_workers_held_is_free()
    {
        using var guard = new ProcessLock();
        using var held = new ProcessQueue<int>();
        await using WorkerProcess middle = WorkerProcess.StartNew(() =>
        {
            WorkerProcess inner = WorkerProcess.StartNew(() =>
            {
                guard.Enter();
                held.Put(Environment.ProcessId);
                Thread.Sleep(Timeout.Infinite);
            });
            inner.Join();
        });
        int holder = held.Take();
        middle.Kill();
        var e = Assert.Throws<AbandonedLockException>(() => guard.Enter());
        Assert.Equal(holder, e.ProcessId);
        Assert.True(
            await Harness.Eventually(() => !Harness.IsRunning(holder), TimeSpan.FromSeconds(5))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_workers_worker_is_killed_the_parent_is_told()
    {
        using var queue = new ProcessQueue<int>();
        await using WorkerProcess middle = WorkerProcess.StartNew(() =>
        {
            using WorkerProcess inner = WorkerProcess.StartNew(() =>
            {
                queue.Put(Environment.ProcessId);
                Thread.Sleep(Timeout.Infinite);
            });
            inner.Join();
        });
        int producer = queue.Take();
        System.Diagnostics.Process.GetProcessById(producer).Kill();
        var e = Assert.Throws<WorkerDiedException>(() => queue.Take());
        Assert.Equal((producer, ExitCodes.Here.Killed), (e.ProcessId, e.ExitCode));
    }

    [Fact(Timeout = 120_000)]
    public async Task Types_of_notebook_cells_go_from_worker_to_worker()
    {
        var session = new CellSession();
        await session.Run("record Point(int X, int Y); record Line(Point From, Point To);");
        await session.Run(
            "var points = new ProcessQueue<Point>(); var lines = new ProcessQueue<object>();"
        );
        await session.Run(
            """
            Task ends = CellPool.Pool.RunAsync(() =>
            {
                while (points.TryTake(out Point p, TimeSpan.FromSeconds(30)) && p.X >= 0)
                {
                    lines.Put(new Line(p, new Point(p.Y, p.X)));
                }
            });
            CellPool.Pool.Run(() => { points.Put(new Point(1, 2)); points.Put(new Point(-1, 0)); });
            await ends;
            """
        );
        Assert.True(
            await session.Run<bool>(
                "lines.Take().Equals(new Line(new Point(1, 2), new Point(2, 1)))"
            )
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Types_of_notebook_cells_go_to_workers_of_workers_and_back()
    {
        var session = new CellSession();
        await session.Run("record Deep(int Value);");
        await session.Run(
            "var down = new ProcessQueue<object>(); var up = new ProcessQueue<object>(); down.Put(new Deep(20));"
        );
        await session.Run(
            """
            CellPool.Pool.Run(() =>
            {
                using var inner = new ProcessPool(1);
                inner.Run(() => up.Put(down.Take()));
            });
            """
        );
        Assert.True(await session.Run<bool>("up.Take().Equals(new Deep(20))"));
        await session.Run(
            """
            CellPool.Pool.Run(() =>
            {
                using var inner = new ProcessPool(1);
                inner.Run(() => up.Put(new Deep(21)));
            });
            """
        );
        Assert.True(await session.Run<bool>("up.Take().Equals(new Deep(21))"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_can_be_put_into_a_queue_and_called_elsewhere()
    {
        await using var pool = new ProcessPool(1);
        using var work = new ProcessQueue<Func<int, int>>();
        int factor = 3;
        work.Put(n => n * factor);
        Assert.Equal(21, pool.Run(() => work.Take()(7)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Shared_memory_is_put_into_a_queue_and_seen_by_another_worker()
    {
        await using var pool = new ProcessPool(2);
        using var arrays = new ProcessQueue<SharedArray<int>>();
        using var seen = new ProcessEvent();
        Task making = pool.RunAsync(() =>
        {
            using var made = new SharedArray<int>(3);
            made[1] = 42;
            arrays.Put(made);
            seen.Wait();
        });
        int value = pool.Run(() =>
        {
            using SharedArray<int> array = arrays.Take();
            seen.Set();
            return array[1];
        });
        await making;
        Assert.Equal(42, value);
    }
}

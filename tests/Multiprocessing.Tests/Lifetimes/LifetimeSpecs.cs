using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiprocessing.Links;
using Multiprocessing.Stress.Running;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

public class LifetimeSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task Workers_end_within_two_seconds_when_their_parent_is_killed_even_from_a_tight_loop()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            using var pool = new ProcessPool(2);
            pool.Map(
                n =>
                {
                    Rendezvous.Announce(path, $"worker{n}");
                    while (true) { }
#pragma warning disable CS0162 // needed for the lambda's type
                    return n;
#pragma warning restore CS0162
                },
                [0, 1],
                chunkSize: 1
            );
        });
        int[] workers = await Rendezvous.Announced(path, "worker0", "worker1");
        Assert.All(workers, id => Assert.True(Harness.IsRunning(id)));
        parent.Kill();
        parent.Join();
        Assert.True(
            await Harness.Eventually(() => !workers.Any(Harness.IsRunning), TimeSpan.FromSeconds(2))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_refuses_to_be_stopped_before_it_makes_a_pool_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess program = WorkerProcess.StartNew(() =>
        {
            using var refusal = PosixSignalRegistration.Create(
#pragma warning disable CA1416 // this is Linux
                PosixSignal.SIGTSTP,
#pragma warning restore CA1416
                context =>
                {
                    context.Cancel = true;
                    Rendezvous.Announce(path, "refused");
                }
            );
            using var pool = new ProcessPool(1);
            pool.Run(() => Rendezvous.Announce(path, "worker"));
            Rendezvous.Announce(path, "program");
            Thread.Sleep(Timeout.Infinite);
        });
        int[] all = await Rendezvous.Announced(path, "program", "worker");
        await Children.Signal("TSTP", all[0]);
        await Rendezvous.Announced(path, "refused");
        await Task.Delay(500, TestContext.Current.CancellationToken); // longer than it takes to stop
        bool run = all.All(Machine.Runs);
        program.Kill();
        Assert.True(run, "they were stopped");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_parents_normal_end_waits_for_its_processes_and_ends_its_pools()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            var pool = new ProcessPool(1);
            pool.Run(() => Rendezvous.Announce(path, "pool"));
            WorkerProcess.StartNew(() =>
            {
                Rendezvous.Announce(path, "child");
                while (!File.Exists(Path.Combine(path, "go")))
                {
                    Thread.Sleep(5);
                }

                Rendezvous.Announce(path, "finished");
            });
        });
        int[] workers = await Rendezvous.Announced(path, "pool", "child");
        Assert.False(parent.Join(TimeSpan.FromMilliseconds(300)));
        await File.WriteAllTextAsync(
            Path.Combine(path, "go"),
            "",
            TestContext.Current.CancellationToken
        );
        Assert.True(parent.Join(s_patience));
        Assert.Equal(0, parent.ExitCode);
        Assert.True(File.Exists(Path.Combine(path, "finished")));
        Assert.True(await Harness.Eventually(() => !workers.Any(Harness.IsRunning), s_patience));
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_a_pool_leaves_no_process_and_no_file()
    {
        string shared = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string[] before = Directory.GetFiles(shared, "mp-*"); // of programs that ended before
        var pool = new ProcessPool(3);
        int[] ids = pool.Map(_ => Environment.ProcessId, Enumerable.Range(0, 30), chunkSize: 1);
        Task<int> busy = pool.RunAsync(() =>
        {
            Thread.Sleep(Timeout.Infinite);
            return 1;
        });
        await pool.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => busy);
        Assert.All(ids, id => Assert.False(Harness.IsRunning(id)));
        Assert.Throws<ObjectDisposedException>(() => pool.Run(() => 1));
        // Files of other pools come and go meanwhile: one that stays would be ours.
        string[] files = [.. Directory.GetFiles(shared, "mp-*").Except(before)];
        Assert.True(
            await Harness.Eventually(() => files.All(file => !File.Exists(file)), s_patience)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_disposed_before_its_workers_are_up_leaves_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        // In a process of its own: what it leaves behind would be its children.
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                new ProcessPool(2).Dispose();
            }

            Environment.Exit(Machine.Children().Length);
        });
        await parent.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parent.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Close_lets_calls_finish_and_Join_waits_for_the_workers()
    {
        var pool = new ProcessPool(1);
        Assert.Contains(
            "Close()",
            Assert.Throws<InvalidOperationException>(pool.Join).Message,
            StringComparison.Ordinal
        );
        Task<int> call = pool.RunAsync(() =>
        {
            Thread.Sleep(200);
            return Environment.ProcessId;
        });
        pool.Close();
        Assert.Throws<InvalidOperationException>(() => pool.Run(() => 1));
        pool.Join();
        Assert.True(call.IsCompletedSuccessfully);
        Assert.False(Harness.IsRunning(await call));
        pool.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Idle_workers_end_and_start_again_on_demand()
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, IdleTimeout = TimeSpan.FromMilliseconds(200) }
        );
        int first = pool.Run(() => Environment.ProcessId);
        Assert.True(await Harness.Eventually(() => !Harness.IsRunning(first), s_patience));
        int second = pool.Run(() => Environment.ProcessId);
        Assert.NotEqual(first, second);
    }

    [Fact(Timeout = 60_000)]
    public async Task Making_pools_again_and_again_does_not_pile_up_processes()
    {
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            var ids = new List<int>();
            for (int i = 0; i < 8; i++)
            {
                // As running a cell again does: the old pool is still referenced, and not disposed.
                var pool = new ProcessPool(4);
                ids.AddRange(
                    pool.Map(
                        _ =>
                        {
                            Thread.Sleep(20);
                            return Environment.ProcessId;
                        },
                        Enumerable.Range(0, 16),
                        1
                    )
                );
            }

            int kept = Math.Max(8, 2 * Environment.ProcessorCount);
            int[] distinct = [.. ids.Distinct()];
            var watch = Stopwatch.StartNew();
            while (distinct.Count(Harness.IsRunning) > kept && watch.Elapsed < s_patience)
            {
                Thread.Sleep(10);
            }

            Environment.Exit(
                distinct.Count(Harness.IsRunning) <= kept && distinct.Length > kept ? 0 : 9
            );
        });
        await parent.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parent.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_in_a_worker_may_use_a_pool_of_its_own()
    {
        await using var pool = new ProcessPool(1);
        int sum = pool.Run(() =>
        {
            using var inner = new ProcessPool(2);
            return inner.Map(n => n * n, [1, 2, 3]).Sum();
        });
        Assert.Equal(14, sum);
    }
}

using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>What a worker's function starts with <see cref="Process.Start()"/>.</summary>
public class ChildrenSpecs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_started_ends_when_its_parent_is_killed()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            using var pool = new ProcessPool(1);
            pool.Run(() => Children.StartAndStay(path));
        });
        int[] children = await Children.Of(path);
        parent.Kill();
        await Children.End(children);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_stopped_worker_started_ends_when_its_parent_is_killed()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            using var pool = new ProcessPool(1);
            pool.Run(() =>
            {
                Rendezvous.Announce(path, "worker");
                Children.StartAndStay(path);
            });
        });
        int worker = (await Rendezvous.Announced(path, "worker"))[0];
        int[] children = await Children.Of(path);
        await Children.Signal("STOP", worker, children[0]);
        parent.Kill();
        await Children.End([worker, .. children]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("killed")]
    [InlineData("asked to end")]
    [InlineData("crashed")]
    [InlineData("exited")]
    [InlineData("too late")]
    [InlineData("too large")]
    [InlineData("cancelled")]
    [InlineData("terminated")]
    [InlineData("disposed")]
    public async Task What_a_worker_started_ends_with_the_worker_that_was(string how)
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        using var cancelled = new CancellationTokenSource();
        var options = new PoolOptions
        {
            Workers = 1,
            MemoryLimit = how == "too large" ? 300_000_000 : null,
        };
        var pool = new ProcessPool(options);
        Task call = pool.ForEachAsync(
            _ => End(how, path),
            [1],
            cancellationToken: cancelled.Token,
            options: new MapOptions
            {
                ItemTimeout = how == "too late" ? TimeSpan.FromSeconds(2) : null,
            }
        );
        int[] children = await Children.Of(path);
        int worker = (await Rendezvous.Announced(path, "worker"))[0];
        switch (how)
        {
            case "killed":
                await Children.Signal("KILL", worker);
                break;
            case "asked to end":
                await Children.Signal("TERM", worker);
                break;
            case "cancelled":
                await cancelled.CancelAsync();
                break;
            case "terminated":
                pool.Terminate();
                break;
            case "disposed":
                await pool.DisposeAsync();
                break;
        }

        await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(s_patience));
        await Children.End(children);
        await pool.DisposeAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("closed")]
    [InlineData("idle")]
    [InlineData("retired")]
    public async Task What_a_worker_started_ends_with_the_worker_that_has_done_its_work(string how)
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                IdleTimeout = how == "idle" ? TimeSpan.FromMilliseconds(300) : s_patience,
                MaxTasksPerChild = how == "retired" ? 1 : null,
            }
        );
        pool.Run(() => Children.Start(path));
        int[] children = await Children.Of(path);
        if (how == "closed")
        {
            Assert.All(children, id => Assert.True(Harness.IsRunning(id)));
            pool.Close();
            pool.Join();
        }

        await Children.End(children);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("returns")]
    [InlineData("throws")]
    [InlineData("is killed")]
    [InlineData("is asked to end")]
    public async Task What_a_process_started_ends_with_it_when_it(string how)
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            Children.Start(path);
            if (how == "throws")
            {
                throw new InvalidOperationException();
            }

            Thread.Sleep(how == "returns" ? 0 : Timeout.Infinite);
        });
        int[] children = await Children.Of(path);
        switch (how)
        {
            case "is killed":
                process.Kill();
                break;
            case "is asked to end":
                process.Terminate();
                break;
        }

        Assert.True(process.Join(s_patience));
        await Children.End(children);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_call_with_a_process_of_its_own_started_ends_with_the_call()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await WorkerProcess.RunAsync(
            () => Children.Start(path),
            TestContext.Current.CancellationToken
        );
        await Children.End(await Children.Of(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_started_by_workers_of_workers_ends_with_the_first_of_them()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(1);
        Task call = pool.RunAsync(() =>
        {
            Rendezvous.Announce(path, "worker");
            using var inner = new ProcessPool(1);
            inner.Run(() =>
            {
                Rendezvous.Announce(path, "inner");
                Children.StartAndStay(path);
            });
        });
        int[] workers = await Rendezvous.Announced(path, "worker", "inner");
        int[] children = await Children.Of(path);
        await Children.Signal("KILL", workers[0]);
        await Assert.ThrowsAsync<WorkerDiedException>(() => call.WaitAsync(s_patience));
        await Children.End([.. workers, .. children]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_is_ended_without_the_children_of_its_sibling()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(1);
        await using var other = new ProcessPool(1);
        Task call = other.RunAsync(() => Children.StartAndStay(path));
        int[] children = await Children.Of(path);
        Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.FailFast(null)));
        Assert.All(children, id => Assert.True(Harness.IsRunning(id)));
        other.Terminate();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await Children.End(children);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_left_the_workers_group_is_left_alone()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "needs util-linux's setsid");
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(1);
        Task call = pool.RunAsync(() => Children.StartAndStay(path, "setsid"));
        int[] children = await Children.Of(path);
        pool.Terminate();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await pool.DisposeAsync();
        await Children.Stay(children);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pool")]
    [InlineData("process")]
    [InlineData("killed parent")]
    public async Task KeepChildren_leaves_alone_what_a_worker_started(string whose)
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        var options = new PoolOptions { Workers = 1, KeepChildren = true };
        if (whose == "pool")
        {
            await using var pool = new ProcessPool(options);
            pool.Run(() => Children.Start(path));
        }
        else if (whose == "process")
        {
            await using var process = new WorkerProcess(() => Children.Start(path))
            {
                KeepChildren = true,
            };
            process.Start();
            Assert.True(process.Join(s_patience));
        }
        else
        {
            await using var parent = new WorkerProcess(() =>
            {
                using var pool = new ProcessPool(
                    new PoolOptions { Workers = 1, KeepChildren = true }
                );
                pool.Run(() => Children.StartAndStay(path));
            })
            {
                KeepChildren = true,
            };
            parent.Start();
            await Children.Of(path);
            parent.Kill();
            parent.Join();
        }

        await Children.Stay(await Children.Of(path));
    }

    [Fact(Timeout = 60_000)]
    public void KeepChildren_is_settled_at_the_start()
    {
        using var process = new WorkerProcess(() => { });
        Assert.False(process.KeepChildren);
        process.KeepChildren = true;
        process.Start();
        Assert.Contains(
            "set KeepChildren before Start()",
            Assert.Throws<InvalidOperationException>(() => process.KeepChildren = false).Message,
            StringComparison.Ordinal
        );
        process.Join();
    }

    private static void End(string how, string path)
    {
        Rendezvous.Announce(path, "worker");
        Children.Start(path);
        switch (how)
        {
            case "crashed":
                Environment.FailFast(null);
                break;
            case "exited":
                Environment.Exit(3);
                break;
            case "too large":
                byte[] much = new byte[500_000_000];
                much.AsSpan().Fill(1);
                break;
        }

        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>A child and a grandchild, neither of which ends by itself or minds being asked to.</summary>
    private static class Children
    {
        public static void StartAndStay(string folder, params string[] prefix)
        {
            Start(folder, prefix);
            Thread.Sleep(Timeout.Infinite);
        }

        public static void Start(string folder, params string[] prefix)
        {
            string[] command =
            [
                .. prefix,
                "sh",
                "-c",
                $"trap '' TERM HUP INT; sleep 600 & echo $$ $! > {folder}/ids.new; mv {folder}/ids.new {folder}/ids; wait",
            ];
            using Process child = Process.Start(command[0], command[1..]);
        }

        public static async Task<int[]> Of(string folder)
        {
            string file = Path.Combine(folder, "ids");
            Assert.True(await Harness.Eventually(() => File.Exists(file), s_patience));
            string ids = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            return [.. ids.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }

        public static async Task Signal(string signal, params int[] processes)
        {
            using Process kill = Process.Start(
                "kill",
                [$"-{signal}", .. processes.Select(id => $"{id}")]
            );
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        public static async Task End(int[] processes)
        {
            bool ended = await Harness.Eventually(() => !processes.Any(Harness.IsRunning), s_limit);
            if (!ended)
            {
                await Signal("KILL", processes);
            }

            Assert.True(ended, "they outlive the worker");
        }

        public static async Task Stay(int[] processes)
        {
            // Long enough to see one that is about to be ended.
            await Task.Delay(500, TestContext.Current.CancellationToken);
            bool run = processes.All(Harness.IsRunning);
            await Signal("KILL", processes);
            Assert.True(run, "they were ended");
        }
    }
}

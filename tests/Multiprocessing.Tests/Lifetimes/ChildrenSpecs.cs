using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Platform;
using Multiprocessing.Stress.Running;
using Multiprocessing.Tests.Pools;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>What a worker's function starts with <see cref="Process.Start()"/>.</summary>
public class ChildrenSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // Wine shows the files of Linux too.
    private static bool HasSetsid => !OperatingSystem.IsWindows() && File.Exists("/usr/bin/setsid");

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
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGSTOP");
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
        Assert.SkipWhen(OperatingSystem.IsWindows() && how == "asked to end", "sends SIGTERM");
        Assert.SkipWhen(Wine.IsHere && how == "too large", Wine.NoPrivateMemory);
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
            _ => Children.StartAndEnd(how, path),
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
                Children.Kill(worker);
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

    [Fact(Timeout = 60_000)]
    public async Task What_is_left_of_a_group_is_ended_also_without_a_descriptor_to_look_for_it()
    {
        Assert.SkipUnless(HasSetsid, "needs util-linux's setsid");
        await using var program = new ProcessPool(1);
        int left = await program.RunAsync(() =>
        {
            using Process leader = Process.Start(
                new ProcessStartInfo("setsid", ["sh", "-c", "sleep 600 >/dev/null & echo $!"])
                {
                    RedirectStandardOutput = true,
                }
            )!;
            int left = int.Parse(leader.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
            leader.WaitForExit();
            ProcessGroup.EndRest(Environment.ProcessId); // not left by its leader: only brings up what is needed
            using (ResourceLimit.Files.LowerTo(0))
            {
                ProcessGroup.EndRest(leader.Id);
            }

            return left;
        });
        await Children.End([left]);
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
        Children.Kill(workers[0]);
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
        Assert.SkipUnless(HasSetsid, "needs util-linux's setsid");
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
}

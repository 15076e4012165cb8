using System.Diagnostics;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>Workers of workers, and daemons.</summary>
public class FamilySpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task All_descendants_end_within_two_seconds_when_their_ancestor_is_killed()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess ancestor = WorkerProcess.StartNew(() =>
        {
            WorkerProcess.StartNew(Loop, path, "daughter");
            WorkerProcess.StartNew(() =>
            {
                WorkerProcess.StartNew(Loop, path, "grandson");
                using var pool = new ProcessPool(1);
                pool.Run(() =>
                {
                    new WorkerProcess(() => Loop(path, "great-grandson")) { Daemon = true }.Start();
                    Loop(path, "granddaughter");
                });
            });
            Loop(path, "ancestor");
        });
        int[] ids = await Rendezvous.Announced(
            path,
            "ancestor",
            "daughter",
            "grandson",
            "granddaughter",
            "great-grandson"
        );
        Assert.All(ids, id => Assert.True(Harness.IsRunning(id)));
        ancestor.Kill();
        Assert.True(
            await Harness.Eventually(() => !ids.Any(Harness.IsRunning), TimeSpan.FromSeconds(2))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_is_stopped_ends_with_its_parent_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGSTOP");
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            WorkerProcess.StartNew(Loop, path, "child");
            Loop(path, "parent");
        });
        int[] ids = await Rendezvous.Announced(path, "parent", "child");
        using (Process stop = Process.Start("kill", $"-STOP {ids[1]}"))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        parent.Kill();
        Assert.True(
            await Harness.Eventually(() => !ids.Any(Harness.IsRunning), TimeSpan.FromSeconds(2))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_daemon_is_ended_and_not_waited_for_when_its_parent_ends()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            new WorkerProcess(() => Loop(path, "daemon")) { Daemon = true }.Start();
            WorkerProcess.StartNew(() =>
            {
                Rendezvous.Announce(path, "child");
                Thread.Sleep(300);
                Rendezvous.Announce(path, "child done");
            });
            while (!File.Exists(Path.Combine(path, "daemon")))
            {
                Thread.Sleep(5);
            }
        });
        int[] ids = await Rendezvous.Announced(path, "daemon", "child");
        Assert.True(parent.Join(s_patience));
        Assert.Equal(0, parent.ExitCode);
        Assert.True(File.Exists(Path.Combine(path, "child done")));
        Assert.All(ids, id => Assert.False(Harness.IsRunning(id)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Daemon_is_settled_at_the_start()
    {
        await using var process = new WorkerProcess(() => { });
        Assert.False(process.Daemon);
        process.Daemon = true;
        process.Start();
        Assert.True(process.Daemon);
        Assert.Contains(
            "before Start()",
            Assert.Throws<InvalidOperationException>(() => process.Daemon = false).Message,
            StringComparison.Ordinal
        );
        process.Join();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_with_a_process_of_its_own_does_not_keep_its_parent()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            _ = WorkerProcess.RunAsync(() => Loop(path, "call"));
            while (!File.Exists(Path.Combine(path, "call")))
            {
                Thread.Sleep(5);
            }
        });
        Assert.True(parent.Join(s_patience));
        Assert.Equal(0, parent.ExitCode);
        int[] ids = await Rendezvous.Announced(path, "call");
        Assert.False(Harness.IsRunning(ids[0]));
    }

    private static void Loop(string folder, string name)
    {
        Rendezvous.Announce(folder, name);
        while (true) { }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Multiprocessing.Platform;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Processes;

public class ProcessSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_process_runs_its_function_and_ends_with_code_0()
    {
        using var folder = new Rendezvous();
        string path = Path.Combine(folder.Folder, "pid");
        await using WorkerProcess process = WorkerProcess.StartNew(
            () => File.WriteAllText(path, $"{Environment.ProcessId}"),
            "writer"
        );
        Assert.Equal("writer", process.Name);
        process.Join();
        Assert.Equal(0, process.ExitCode);
        Assert.False(process.IsAlive);
        Assert.Equal(
            process.Id,
            int.Parse(await File.ReadAllTextAsync(path), CultureInfo.InvariantCulture)
        );
        Assert.NotEqual(Environment.ProcessId, process.Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task Before_its_start_a_process_says_that_it_was_not_started()
    {
        await using var process = new WorkerProcess(() => { });
        Assert.False(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.StartsWith("WorkerProcess-", process.Name, StringComparison.Ordinal);
        foreach (
            Action use in (Action[])
                [process.Join, process.Kill, process.Terminate, () => _ = process.Id]
        )
        {
            Assert.Contains(
                "has not been started",
                Assert.Throws<InvalidOperationException>(use).Message,
                StringComparison.Ordinal
            );
        }

        process.Start();
        Assert.Contains(
            "only once",
            Assert.Throws<InvalidOperationException>(process.Start).Message,
            StringComparison.Ordinal
        );
        process.Join();
    }

    [Fact(Timeout = 60_000)]
    public async Task Join_with_a_timeout_says_whether_the_process_has_ended()
    {
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
            Thread.Sleep(Timeout.Infinite)
        );
        Assert.False(process.Join(TimeSpan.FromMilliseconds(50)));
        Assert.True(process.IsAlive);
        Assert.Null(process.ExitCode);
        using var patience = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            process.JoinAsync(patience.Token)
        );
        process.Kill();
        Assert.True(process.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal(ExitCodes.Here.Killed, process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Terminate_and_kill_show_as_the_signals_number()
    {
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            File.WriteAllText(ready, "");
            while (true) { }
        });
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        process.Terminate();
        await process.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(OperatingSystem.IsWindows() ? ExitCodes.Here.Killed : -15, process.ExitCode);
        process.Kill(); // has ended: nothing happens
    }

    [Fact(Timeout = 60_000)]
    public async Task Terminate_runs_no_exit_handler_but_is_heard_by_who_listens()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows ends processes without a word.");
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        string exited = Path.Combine(folder.Folder, "exited");
        string heard = Path.Combine(folder.Folder, "heard");
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllText(exited, "");
            using var ear = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM,
                _ => File.WriteAllText(heard, "")
            );
            File.WriteAllText(ready, "");
            Thread.Sleep(Timeout.Infinite);
        });
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        process.Terminate();
        await process.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(-15, process.ExitCode);
        Assert.True(File.Exists(heard));
        Assert.False(File.Exists(exited));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(3)]
    [InlineData(137)]
    public async Task Environment_Exit_gives_its_own_code_even_one_that_looks_like_a_signals(
        int code
    )
    {
        await using WorkerProcess process = WorkerProcess.StartNew(() => Environment.Exit(code));
        process.Join();
        Assert.Equal(code, process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_asynchronous_target_is_awaited()
    {
        using var folder = new Rendezvous();
        string path = Path.Combine(folder.Folder, "done");
        await using WorkerProcess process = WorkerProcess.StartNew(async () =>
        {
            await Task.Delay(20);
            await File.WriteAllTextAsync(path, "");
        });
        process.Join();
        Assert.Equal(0, process.ExitCode);
        Assert.True(File.Exists(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_ends_a_running_process()
    {
        WorkerProcess process = WorkerProcess.StartNew(() => Thread.Sleep(Timeout.Infinite));
        int id = process.Id;
        await process.DisposeAsync();
        Assert.False(Harness.IsRunning(id));
        Assert.Throws<ObjectDisposedException>(process.Start);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_target_that_cannot_travel_is_refused_by_Start_and_no_process_is_made()
    {
        using var stream = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.Read,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        await using var process = new WorkerProcess(() => stream.ReadByte());
        var e = Assert.Throws<NotSerializableException>(process.Start);
        Assert.Contains("stream", e.Message, StringComparison.Ordinal);
        Assert.False(process.IsAlive);
    }
}

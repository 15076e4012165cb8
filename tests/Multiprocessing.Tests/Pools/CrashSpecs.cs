using Multiprocessing.Platform;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

[Collection(CapturedConsole.Collection)]
public class CrashSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("exit")]
    [InlineData("overflow")]
    [InlineData("failfast")]
    public async Task A_worker_that_ends_itself_fails_the_call_with_code_and_item(string how)
    {
        Assert.SkipWhen(Wine.IsHere && how == "overflow", Wine.NoStackOverflow);
        using var console = new CapturedConsole(); // a crashing runtime says very much
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.MapAsync(n => n == 4 ? EndMyself(how) : n, Enumerable.Range(0, 6), 6)
        );
        Assert.True(IsCodeOf(how, e.ExitCode), $"{how}: {e.ExitCode}");
        Assert.Equal(4, e.ItemIndex);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_whose_exit_handler_hangs_is_ended_and_its_call_told_the_announced_code()
    {
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.MapAsync(n => n == 4 ? ExitAndHang() : n, Enumerable.Range(0, 6), 6)
        );
        Assert.Equal((3, 4), (e.ExitCode, e.ItemIndex));
        Assert.False(Harness.IsRunning(e.ProcessId));
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_whose_exit_handler_hangs_ends_with_its_exit_code()
    {
        await using WorkerProcess worker = WorkerProcess.StartNew(() => ExitAndHang());
        await worker.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, worker.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_ends_waits_for_those_it_started_as_long_as_they_take()
    {
        using var done = new ProcessEvent();
        await using WorkerProcess worker = WorkerProcess.StartNew(() =>
        {
            WorkerProcess.StartNew(() =>
            {
                Thread.Sleep(TimeSpan.FromSeconds(7)); // longer than an exit handler may take
                done.Set();
            });
        });
        await worker.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
        Assert.True(done.IsSet);
    }

    private static int ExitAndHang()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(Timeout.Infinite);
        Environment.Exit(3);
        return 0;
    }

    private static bool IsCodeOf(string how, int code) =>
        how switch
        {
            "exit" => code == 3,
            "overflow" when OperatingSystem.IsWindows() => code == unchecked((int)0xC00000FD),
            _ => ExitCodes.Here.IsAbort(code),
        };

    private static int EndMyself(string how)
    {
        switch (how)
        {
            case "exit":
                Environment.Exit(3);
                return 0;
            case "overflow":
                return EndMyself(how) + 1;
            default:
                Environment.FailFast("on purpose");
                return 0;
        }
    }
}

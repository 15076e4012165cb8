using System.Diagnostics;
using Multiprocessing.Platform;
using Multiprocessing.Tests.Cells;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Processes;

[Collection(CapturedConsole.Collection)]
public class ReturnValueSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task A_function_runs_in_a_process_of_its_own_and_its_result_comes_back()
    {
        int[] ids =
        [
            await WorkerProcess.RunAsync(() => Environment.ProcessId),
            await WorkerProcess.RunAsync(async () =>
            {
                await Task.Yield();
                return Environment.ProcessId;
            }),
        ];
        Assert.NotEqual(ids[0], ids[1]);
        Assert.DoesNotContain(Environment.ProcessId, ids);
        Assert.All(ids, id => Assert.False(Harness.IsRunning(id)));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_action_is_awaited_and_all_its_output_is_here_before()
    {
        using var console = new CapturedConsole();
        await WorkerProcess.RunAsync(() => Console.Write("one"));
        await WorkerProcess.RunAsync(async () =>
        {
            await Task.Delay(20);
            Console.Write(" two");
        });
        Assert.Equal("one two", console.Out);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_function_throws_is_thrown_here_as_itself()
    {
        var e = await Assert.ThrowsAsync<FormatException>(() =>
            WorkerProcess.RunAsync(() => int.Parse("x", null))
        );
        Assert.Contains("in worker process", e.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_is_told_as_such(bool killed)
    {
        int seen = 0;
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() =>
            WorkerProcess.RunAsync(() =>
            {
                seen = Environment.ProcessId;
                if (killed)
                {
                    Process.GetCurrentProcess().Kill();
                }

                Environment.Exit(3);
                return seen;
            })
        );
        Assert.Equal(killed ? ExitCodes.Here.Killed : 3, e.ExitCode);
        Assert.Contains($"{e.ProcessId}", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_stops_a_function_that_looks_and_ends_one_that_does_not()
    {
        using var folder = new Rendezvous();
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        string path = folder.Folder;
        Task<int> polite = WorkerProcess.RunAsync(
            () =>
            {
                Rendezvous.Meet(path, 1, 2);
                token.WaitHandle.WaitOne();
                File.WriteAllText(Path.Combine(path, "polite"), "");
                return 1;
            },
            token
        );
        Task stubborn = WorkerProcess.RunAsync(
            () =>
            {
                Rendezvous.Meet(path, 2, 2);
                while (true) { }
            },
            token
        );
        Assert.True(
            await Harness.Eventually(() => Directory.GetFiles(path).Length == 2, s_patience)
        );
        await source.CancelAsync();
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polite);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stubborn);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
        Assert.True(File.Exists(Path.Combine(path, "polite")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_token_and_a_function_that_cannot_travel_start_nothing()
    {
        using var pool = ProcessPool.InProcess();
        Assert.Throws<NotSerializableException>(() =>
        {
            _ = WorkerProcess.RunAsync(() => pool.WorkerCount);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WorkerProcess.RunAsync(() => 1, new CancellationToken(canceled: true))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_calls_at_once_and_calls_within_calls_each_have_their_process()
    {
        int[] ids = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    WorkerProcess.RunAsync(() =>
                        WorkerProcess.RunAsync(() => Environment.ProcessId)
                    )
                )
        );
        Assert.Equal(6, ids.Distinct().Count());
        Assert.All(ids, id => Assert.False(Harness.IsRunning(id)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_awaits_a_process_of_its_own()
    {
        var session = new CellSession();
        Assert.Equal(
            49,
            await session.Run<int>(
                "int Square(int n) => n * n;\nawait WorkerProcess.RunAsync(() => Square(7))"
            )
        );
        Assert.Equal(
            8,
            await session.Run<int>(
                "await WorkerProcess.RunAsync(async () => { await Task.Yield(); return 8; })"
            )
        );
    }
}

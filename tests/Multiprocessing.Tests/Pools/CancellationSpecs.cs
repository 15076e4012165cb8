using System.Diagnostics;
using Multiprocessing.Tests.Processes;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class CancellationSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_captured_token_is_cancelled_in_the_worker_when_it_is_cancelled_here()
    {
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        await using var pool = new ProcessPool(1);
        Task<(int Id, bool Stopped)> call = pool.RunAsync(() =>
        {
            File.WriteAllText(ready, "");
            token.WaitHandle.WaitOne(30_000);
            return (Environment.ProcessId, token.IsCancellationRequested);
        });
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        await source.CancelAsync();
        (int id, bool stopped) = await call;
        Assert.True(stopped);
        Assert.Equal(id, pool.Run(() => Environment.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_that_was_cancelled_before_arrives_cancelled()
    {
        await using var pool = new ProcessPool(1);
        var token = new CancellationToken(canceled: true);
        Assert.True(pool.Run(() => token.IsCancellationRequested));
        Assert.False(pool.Run(() => CancellationToken.None.IsCancellationRequested));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_function_throws_for_a_captured_token_has_the_callers_token(
        bool inProcess
    )
    {
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        await using var pool = inProcess ? ProcessPool.InProcess(1) : new ProcessPool(1);
        using var running = new ProcessEvent();
        Func<Task>[] calls =
        [
            () =>
                pool.RunAsync(() =>
                {
                    running.Set();
                    token.WaitHandle.WaitOne();
                    token.ThrowIfCancellationRequested();
                }),
            () => pool.RunAsync(() => Task.Delay(Timeout.Infinite, token)), // cancelled before it begins
            () =>
                pool.ForEachAsync(
                    item => item.Token.ThrowIfCancellationRequested(),
                    [(Token: token, 1)]
                ),
        ];
        Task first = calls[0]();
        await running.WaitAsync(TestContext.Current.CancellationToken);
        await source.CancelAsync();
        foreach (Func<Task> call in (Func<Task>[])[() => first, .. calls[1..]])
        {
            var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
            Assert.Equal(token, e.CancellationToken);
        }

        Outcome<int>[] outcomes = await pool.MapOutcomesAsync(
            n =>
            {
                token.ThrowIfCancellationRequested();
                return n;
            },
            [1]
        );
        var error = Assert.IsType<OperationCanceledException>(outcomes[0].Exception);
        Assert.Equal(token, error.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_captured_token_comes_back_as_itself_and_any_other_as_what_it_was()
    {
        using var source = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        (CancellationToken one, CancellationToken two) = (source.Token, second.Token);
        await using var pool = new ProcessPool(1);
        (CancellationToken Two, CancellationToken One, CancellationToken Own) back = pool.Run(() =>
            (two, one, new CancellationTokenSource().Token)
        );
        Assert.Equal((two, one, CancellationToken.None), back);
        await second.CancelAsync();
        Assert.True(back.Two.IsCancellationRequested);
        Assert.False(back.One.IsCancellationRequested);
        Assert.True(pool.Run(() => new CancellationToken(true)).IsCancellationRequested);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_a_call_ends_an_item_in_a_tight_loop_within_a_second_and_the_pool_goes_on()
    {
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        using var source = new CancellationTokenSource();
        await using var pool = new ProcessPool(1);
        Task<int> call = pool.RunAsync(
            () =>
            {
                File.WriteAllText(ready, "");
                while (true) { }
#pragma warning disable CS0162 // needed for the lambda's type
                return 0;
#pragma warning restore CS0162
            },
            source.Token
        );
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        var watch = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(watch.ElapsedMilliseconds < 1000, $"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(5, pool.Run(() => 5));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_call_that_lets_go_in_time_costs_no_worker()
    {
        using var source = new CancellationTokenSource();
        await using var pool = new ProcessPool(1);
        int id = pool.Run(() => Environment.ProcessId);
        Task<int[]> call = pool.MapAsync(
            n =>
            {
                Thread.Sleep(5);
                return n;
            },
            Enumerable.Range(0, 100_000),
            cancellationToken: source.Token
        );
        source.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(id, pool.Run(() => Environment.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_caller_whose_wait_is_interrupted_frees_the_workers()
    {
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        await using var pool = new ProcessPool(1);
        Exception? seen = null;
        var caller = new Thread(() =>
        {
            try
            {
                pool.Run(() =>
                {
                    File.WriteAllText(ready, "");
                    while (true) { }
                });
            }
            catch (ThreadInterruptedException e)
            {
                seen = e;
            }
        });
        caller.Start();
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        caller.Interrupt();
        caller.Join();
        Assert.NotNull(seen);
        Assert.Equal(3, pool.Run(() => 3));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_with_a_cancelled_token_does_not_run()
    {
        using var folder = new Rendezvous();
        string trace = Path.Combine(folder.Folder, "trace");
        await using var pool = new ProcessPool(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pool.RunAsync(() => File.WriteAllText(trace, ""), new CancellationToken(canceled: true))
        );
        pool.Run(() => 0);
        Assert.False(File.Exists(trace));
    }
}

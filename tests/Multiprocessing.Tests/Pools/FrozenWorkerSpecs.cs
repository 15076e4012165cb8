using System.Runtime.InteropServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Workers that do not come to their items: frozen, or kept by what they have to do first.</summary>
[Collection(CapturedConsole.Collection)]
public partial class FrozenWorkerSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly MapOptions s_limited = new() { ItemTimeout = TimeSpan.FromSeconds(1) };

    [Fact(Timeout = 60_000)]
    public async Task A_worker_frozen_before_it_takes_up_its_item_is_ended_and_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        await using var pool = new ProcessPool(1);
        int frozen = pool.Run(() => Environment.ProcessId);
        Freeze(frozen);
        var e = await Assert.ThrowsAsync<TimeoutException>(() =>
            pool.RunAsync(() => 1, options: s_limited).WaitAsync(s_patience)
        );
        Assert.StartsWith(
            $"The function was not begun within its limit of 1 s: its worker process {frozen}",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.False(Harness.IsRunning(frozen));
        Assert.NotEqual(frozen, pool.Run(() => Environment.ProcessId, s_limited));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_frozen_while_a_large_item_is_sent_to_it_is_ended_and_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        await using var pool = new ProcessPool(1);
        Freeze(pool.Run(() => Environment.ProcessId));
        byte[] large = new byte[50_000_000];
        await Assert.ThrowsAsync<TimeoutException>(() =>
            Task.Run(() => pool.Map(bytes => bytes.Length, [large], options: s_limited))
                .WaitAsync(s_patience)
        );
        Assert.Equal([50_000_000], pool.Map(bytes => bytes.Length, [large], options: s_limited));
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_the_item_that_a_frozen_worker_should_have_begun_is_struck()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        await using var pool = new ProcessPool(1);
        Freeze(pool.Run(() => Environment.ProcessId));
        Outcome<int>[] outcomes = await pool.MapOutcomesAsync(
                n => n * n,
                [3, 4, 5, 6],
                options: s_limited with
                {
                    ChunkSize = 2,
                }
            )
            .WaitAsync(s_patience);
        Assert.IsType<TimeoutException>(outcomes[0].Exception);
        Assert.Equal([16, 25, 36], outcomes[1..].Select(outcome => outcome.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_frozen_between_two_items_is_ended_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<TimeoutException>(() =>
            Task.Run(() =>
                    pool.Stream(n => n, FreezingAfter(pool, 3), options: s_limited).ToArray()
                )
                .WaitAsync(s_patience)
        );
        Assert.Contains("Item 3 was not begun", e.Message, StringComparison.Ordinal);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_caller_needs_to_write_its_items_does_not_count()
    {
        await using var pool = new ProcessPool(1);
        pool.Run(() => 1);
        var tree = new Dictionary<string, string[]>();
        for (int i = 0; i < 400_000; i++)
        {
            tree.Add($"key {i}", [$"{i}", $"value {i}"]);
        }

        var limit = new MapOptions { ItemTimeout = TimeSpan.FromSeconds(20) };
        Assert.Equal([400_000], pool.Map(items => items.Count, [tree], options: limit));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_initializer_that_never_ends_fails_the_calls_in_words()
    {
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 2,
                Name = "stuck",
                Initializer = () => Thread.Sleep(Timeout.Infinite),
                StartTimeout = TimeSpan.FromSeconds(2),
            }
        );
        for (int call = 0; call < 2; call++)
        {
            var e = await Assert.ThrowsAsync<TimeoutException>(() =>
                pool.MapAsync(n => n, [1, 2, 3]).WaitAsync(s_patience)
            );
            Assert.StartsWith("The pool's initializer", e.Message, StringComparison.Ordinal);
            Assert.Contains("stuck", e.Message, StringComparison.Ordinal);
            Assert.Contains("PoolOptions.StartTimeout", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_initializer_of_a_pool_in_this_process_has_the_same_limit()
    {
        await using ProcessPool pool = ProcessPool.InProcess(
            new PoolOptions
            {
                Initializer = () => Thread.Sleep(Timeout.Infinite),
                StartTimeout = TimeSpan.FromMilliseconds(500),
            }
        );
        await Assert.ThrowsAsync<TimeoutException>(() =>
            pool.RunAsync(() => 1).WaitAsync(s_patience)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_frozen_as_it_starts_fails_the_calls_in_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, StartTimeout = TimeSpan.FromSeconds(2) }
        );
        Task<int> call = pool.RunAsync(() => 1);
        Assert.True(
            await Harness.Eventually(
                () => pool.Workers is [{ ProcessId: > 0 }],
                TimeSpan.FromSeconds(10)
            )
        );
        int frozen = pool.Workers[0].ProcessId;
        Freeze(frozen);
        Assert.SkipUnless(
            pool.Workers is [{ State: PoolWorkerState.Starting }],
            "the worker was up before it could be stopped"
        );
        var e = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(s_patience));
        Assert.StartsWith(
            $"The start of worker process {frozen}",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("PoolOptions.StartTimeout", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_frozen_as_it_starts_is_ended_and_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGSTOP");
        using var console = new CapturedConsole();
        Func<bool> target = static () => true;
        var run = ProcessRun.Start(
            Parcel.Pack(new Code.CodeBook(), new ProcessWork(target, "frozen"), target),
            new WorkerSetup("frozen")
            {
                Options = new PoolOptions { StartTimeout = TimeSpan.FromSeconds(1) },
            }
        );
        Freeze(run.Id);
        int code = await run.Exited.WaitAsync(s_patience);
        Assert.SkipUnless(code != 0, "the process was up before it could be stopped");
        Assert.Equal(-9, code);
        Assert.StartsWith(
            $"frozen: the start of process {run.Id} took longer than 1 s",
            console.Error,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_a_debugger_takes_as_long_as_it_takes()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                WaitForDebugger = true,
                StartTimeout = TimeSpan.FromSeconds(2),
                Initializer = () => { },
            }
        );
        Task<int> call = pool.RunAsync(() => 1, options: s_limited);
        await Task.Delay(4000);
        Assert.False(call.IsCompleted);
        pool.Terminate();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_says_that_workers_are_initializing()
    {
        var told = new List<PoolProgress>();
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, Initializer = () => Thread.Sleep(500) }
        );
        await pool.MapAsync(
            n =>
            {
                Thread.Sleep(200);
                return n;
            },
            [1, 2],
            options: new MapOptions { Progress = new Told(told) }
        );
        Assert.Contains(told, progress => progress is { IsInitializing: true, Done: 0 });
        Assert.Contains(told, progress => !progress.IsInitializing && progress.Done < 2);
        Assert.False(told[^1].IsInitializing);
    }

    [Fact]
    public void A_start_timeout_that_makes_no_sense_is_refused()
    {
        foreach (TimeSpan wrong in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(50)])
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>(() =>
                new ProcessPool(new PoolOptions { StartTimeout = wrong })
            );
            Assert.Equal("StartTimeout", e.ParamName);
        }

        using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, StartTimeout = Timeout.InfiniteTimeSpan }
        );
        Assert.Equal(1, pool.Run(() => 1));
    }

    private static IEnumerable<int> FreezingAfter(ProcessPool pool, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        SpinWait.SpinUntil(() => pool.Workers is [{ ItemsDone: 3, State: PoolWorkerState.Idle }]);
        Freeze(pool.Workers[0].ProcessId);
        yield return count;
    }

    private static void Freeze(int process) => Assert.Equal(0, kill(process, Stop));

    private const int Stop = 19;

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    private sealed class Told(List<PoolProgress> all) : IProgress<PoolProgress>
    {
        public void Report(PoolProgress value) => all.Add(value);
    }
}

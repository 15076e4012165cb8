using System.Globalization;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Options at their limits, changed meanwhile, and together.</summary>
[Collection(CapturedConsole.Collection)]
public class OptionEdgeSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_memory_limit_that_no_worker_can_keep_fails_the_call_and_says_so(int workers)
    {
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = workers,
                MemoryLimit = 1,
                Initializer = () => Thread.Sleep(Timeout.Infinite),
            }
        );
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => pool.RunAsync(() => 1));
        Assert.Contains("MemoryLimit", e.Message, StringComparison.Ordinal);
        Assert.Null(e.ItemIndex);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_item_that_is_retried_in_another_worker_may_stay_within_the_limit()
    {
        using var folder = new Rendezvous();
        string trace = Path.Combine(folder.Folder, "trace");
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, MemoryLimit = 150_000_000 }
        );
        int[] results = pool.Map(
            n =>
            {
                if (n == 1 && !File.Exists(trace))
                {
                    File.WriteAllText(trace, "");
                    byte[] hoard = new byte[400_000_000];
                    hoard.AsSpan().Fill(1);
                    Thread.Sleep(Timeout.Infinite);
                }

                return n;
            },
            [0, 1, 2],
            options: new MapOptions { Retries = 1 }
        );
        Assert.Equal([0, 1, 2], results);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_becomes_of_the_callers_own_collections_does_not_matter()
    {
        var variables = new Dictionary<string, string?> { ["MP_TEST_EDGE"] = "before" };
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, EnvironmentVariables = variables }
        );
        variables["MP_TEST_EDGE"] = "after";
        Assert.Equal("before", pool.Run(() => Environment.GetEnvironmentVariable("MP_TEST_EDGE")));
        Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.Exit(1)));
        Assert.Equal("before", pool.Run(() => Environment.GetEnvironmentVariable("MP_TEST_EDGE")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Threads_are_counted_in_tens_and_a_users_own_variable_wins()
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, ThreadsPerWorker = 12 }
        );
        Assert.Equal(12, pool.Run(() => Environment.ProcessorCount));
        await using var own = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                ThreadsPerWorker = 12,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["DOTNET_PROCESSOR_COUNT"] = "3",
                },
            }
        );
        Assert.Equal(3, own.Run(() => Environment.ProcessorCount));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_within_a_worker_has_as_many_workers_as_that_one_has_threads()
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, ThreadsPerWorker = 3 }
        );
        (int workers, int threads) = pool.Run(() =>
        {
            using var inner = new ProcessPool();
            return (inner.WorkerCount, inner.Run(() => Environment.ProcessorCount));
        });
        Assert.Equal((3, 1), (workers, threads));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_core_that_is_not_there_is_missed_even_beside_one_that_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sched_setaffinity");
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, CpuAffinity = [0, 1000] }
        );
        var e = Assert.ThrowsAny<Exception>(() => pool.Run(() => 1));
        Assert.Contains("CpuAffinity [0, 1000]", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_new_worker_is_initialised_and_no_call_notices_that_workers_change()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 2,
                MaxTasksPerChild = 3,
                Initializer = () =>
                    File.WriteAllText(Path.Combine(path, $"{Environment.ProcessId}"), ""),
            }
        );
        int[] processes = pool.Stream(
                n =>
                {
                    int me = Environment.ProcessId;
                    return File.Exists(Path.Combine(path, $"{me}")) ? me : -n;
                },
                Enumerable.Range(1, 30)
            )
            .ToArray();
        Assert.Equal(30, processes.Length);
        Assert.All(processes.CountBy(id => id), share => Assert.InRange(share.Value, 1, 3));
        Assert.All(processes, id => Assert.True(id > 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_initializer_prints_belongs_to_the_call_that_waits_for_the_worker()
    {
        var cell = new AsyncLocal<string>();
        TextWriter before = Console.Out;
        var seen = new List<string>();
        Console.SetOut(new CellWriter(text => seen.Add($"{cell.Value}: {text.Trim()}")));
        try
        {
            cell.Value = "first";
            await using var pool = new ProcessPool(
                new PoolOptions
                {
                    Workers = 1,
                    Initializer = () => Console.WriteLine("initialised"),
                }
            );
            Assert.Equal(1, pool.Run(() => 1));
            cell.Value = "second";
            Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.Exit(1)));
            cell.Value = "third";
            Assert.Equal(1, pool.Run(() => 1));
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Equal(2, seen.Count);
        Assert.Equal("first: initialised", seen[0]);
    }

    [Fact]
    public void Options_that_would_fail_later_are_refused_at_once()
    {
        Assert.Throws<ArgumentNullException>(() => new ProcessPool((PoolOptions)null!));
        PoolOptions[] wrong =
        [
            new() { IdleTimeout = TimeSpan.FromDays(100) },
            new() { EnvironmentVariables = new Dictionary<string, string?> { ["A=B"] = "" } },
            new() { EnvironmentVariables = new Dictionary<string, string?> { [""] = "" } },
        ];
        Assert.All(
            wrong,
            options => Assert.ThrowsAny<ArgumentException>(() => new ProcessPool(options))
        );
        using ProcessPool pool = ProcessPool.InProcess();
        Assert.Throws<NotSerializableException>(() =>
            new ProcessPool(new PoolOptions { Initializer = () => pool.Close() })
        );
        Assert.Throws<InvalidOperationException>(ProcessPool.Shared.Join);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_have_a_shared_pool_of_their_own()
    {
        int[] ids = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => ProcessPool.Shared.Run(() => Environment.ProcessId)))
        );
        await using var pool = new ProcessPool(1);
        (int worker, int inner) = pool.Run(() =>
            (Environment.ProcessId, ProcessPool.Shared.Run(() => WorkerProcess.Current!.ParentId))
        );
        Assert.Equal(worker, inner);
        Assert.DoesNotContain(worker, ids);
    }

    private sealed class CellWriter(Action<string> write)
        : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(string? value) => write(value ?? "");
    }
}

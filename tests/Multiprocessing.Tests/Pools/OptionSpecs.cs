using System.Diagnostics;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

[Collection(CapturedConsole.Collection)]
public class OptionSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Workers_have_the_environment_variables_that_the_pool_is_given()
    {
        Environment.SetEnvironmentVariable("MP_TEST_INHERITED", "from the parent");
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["MP_TEST_OWN"] = "own",
                    ["MP_TEST_INHERITED"] = null,
                },
            }
        );
        Assert.Equal("own", pool.Run(() => Environment.GetEnvironmentVariable("MP_TEST_OWN")));
        Assert.Null(pool.Run(() => Environment.GetEnvironmentVariable("MP_TEST_INHERITED")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_stay_in_the_directory_that_the_pool_is_given()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using (
            var pool = new ProcessPool(new PoolOptions { Workers = 1, WorkingDirectory = folder })
        )
        {
            Assert.Equal(folder, pool.Run(() => Environment.CurrentDirectory));
            Assert.Equal(folder, pool.Run(() => Environment.CurrentDirectory));
        }

        Directory.Delete(folder);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_share_the_cores_fairly()
    {
        await using var pool = new ProcessPool(2);
        Assert.Equal(
            Math.Max(1, Environment.ProcessorCount / 2),
            pool.Run(() => Environment.ProcessorCount)
        );
        await using var wide = new ProcessPool(
            new PoolOptions { Workers = 2, ThreadsPerWorker = 7 }
        );
        Assert.Equal(7, wide.Run(() => Environment.ProcessorCount));
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_keep_to_their_cores_and_their_priority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                CpuAffinity = [0],
                Priority = ProcessPriorityClass.BelowNormal,
            }
        );
        (string[] cores, string[] nice) = pool.Run(() =>
        {
            new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true }.Start();
            string[] threads = Directory.GetDirectories("/proc/self/task");
            return (
                threads
                    .SelectMany(thread => File.ReadLines(Path.Combine(thread, "status")))
                    .Where(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))
                    .ToArray(),
                threads
                    .Select(thread =>
                        File.ReadAllText(Path.Combine(thread, "stat")).Split(") ")[1].Split(' ')[16]
                    )
                    .ToArray()
            );
        });
        Assert.Equal("Cpus_allowed_list:\t0", Assert.Single(cores.Distinct()));
        Assert.Equal("10", Assert.Single(nice.Distinct()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_core_that_is_not_there_fails_the_call_with_a_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sched_setaffinity");
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 2, CpuAffinity = [1000] }
        );
        var e = Assert.ThrowsAny<Exception>(() => pool.Run(() => 1));
        Assert.Contains("CpuAffinity [1000]", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_over_its_memory_limit_is_ended_and_the_call_told_so()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoPrivateMemory);
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 2, MemoryLimit = 200_000_000 }
        );
        var e = Assert.Throws<WorkerDiedException>(() =>
            pool.Map(n => n == 3 ? Hoard() : n, Enumerable.Range(0, 6), chunkSize: 1)
        );
        Assert.Equal(3, e.ItemIndex);
        Assert.Contains("MemoryLimit", e.Message, StringComparison.Ordinal);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task Shared_memory_does_not_count_towards_the_limit()
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, MemoryLimit = 200_000_000 }
        );
        using var array = new SharedArray<byte>(300_000_000);
        int sum = pool.Run(() =>
        {
            array.Span.Fill(1);
            Thread.Sleep(300); // some looks of the watch
            return array.Span[299_999_999];
        });
        Assert.Equal(1, sum);
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_worker_runs_the_initializer_first()
    {
        using var console = new CapturedConsole();
        string word = "captured";
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 2,
                Initializer = () =>
                {
                    Told.Word = word;
                    Console.WriteLine($"initialised {Environment.ProcessId}");
                },
            }
        );
        Assert.All(
            pool.Map(_ => Told.Word, Enumerable.Range(0, 20), 1),
            told => Assert.Equal("captured", told)
        );
        int first = pool.Run(() => Environment.ProcessId);
        await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.RunAsync(() => Environment.Exit(1))
        );
        Assert.All(
            pool.Map(_ => Told.Word, Enumerable.Range(0, 20), 1),
            told => Assert.Equal("captured", told)
        );
        Assert.Contains($"initialised {first}\n", console.Out, StringComparison.Ordinal);
        Assert.Null(Told.Word);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_initializer_that_fails_fails_the_calls_and_is_not_tried_for_ever()
    {
        using var tried = new SharedValue<int>();
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 2,
                Initializer = () =>
                {
                    tried.Increment();
                    throw new InvalidOperationException("no model");
                },
            }
        );
        for (int i = 0; i < 2; i++)
        {
            var e = Assert.Throws<InvalidOperationException>(() => pool.Map(n => n, [1, 2, 3]));
            Assert.Equal("no model", e.Message);
        }

        Assert.InRange(tried.Value, 2, 6);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task An_initializer_that_ends_its_process_fails_the_calls(int workers)
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = workers, Initializer = () => Environment.Exit(4) }
        );
        var e = Assert.Throws<WorkerDiedException>(() => pool.Run(() => 1));
        Assert.Equal(4, e.ExitCode);
        Assert.Contains("initializer", e.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_worker_is_replaced_when_it_has_done_its_share(int most)
    {
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 2, MaxTasksPerChild = most }
        );
        int[] processes = pool.Map(_ => Environment.ProcessId, Enumerable.Range(0, 20));
        Assert.All(processes.CountBy(id => id), share => Assert.InRange(share.Value, 1, most));
        Assert.Equal(7, pool.Run(() => 7));
        Assert.Equal(2, pool.WorkerCount);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_waits_for_a_debugger_and_says_where()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                Name = "debugged",
                WaitForDebugger = true,
            }
        );
        Task<int> call = pool.RunAsync(() => 1);
        int process = 0;
        Assert.True(
            await Harness.Eventually(
                () =>
                    (process = pool.Workers.Select(worker => worker.ProcessId).FirstOrDefault()) > 0
                    && console.Error.Contains(
                        $"debugged-Worker-1 waits for a debugger: attach one to process {process}.",
                        StringComparison.Ordinal
                    ),
                TimeSpan.FromSeconds(20)
            )
        );
        Assert.False(call.IsCompleted);
        pool.Terminate();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_can_be_looked_at()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoPrivateMemory);
        using var rendezvous = new Rendezvous();
        string folder = rendezvous.Folder;
        await using var pool = new ProcessPool(new PoolOptions { Workers = 2, Name = "watched" });
        pool.Map(n => Rendezvous.Meet(folder, n, 2), [0, 1], 1);
        Assert.Equal(
            ["watched-Worker-1", "watched-Worker-2"],
            pool.Workers.Select(worker => worker.Name)
        );
        Assert.All(
            pool.Workers,
            worker =>
            {
                Assert.True(Harness.IsRunning(worker.ProcessId));
                Assert.Equal((PoolWorkerState.Idle, 1), (worker.State, worker.ItemsDone));
                Assert.InRange(worker.BusyShare, 0, 1);
                Assert.InRange(worker.MemoryBytes, 1_000_000, 500_000_000);
            }
        );
        string go = Path.Combine(folder, "go");
        Task<int> busy = pool.RunAsync(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(go));
            return Environment.ProcessId;
        });
        Assert.True(
            await Harness.Eventually(
                () =>
                    pool.Workers.Any(worker =>
                        worker is { State: PoolWorkerState.Busy, BusyShare: > 0 }
                    ),
                TimeSpan.FromSeconds(20)
            )
        );
        await File.WriteAllTextAsync(go, "");
        int process = await busy;
        Assert.Equal(2, pool.Workers.Single(worker => worker.ProcessId == process).ItemsDone);
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_worker_makes_a_local_value_once()
    {
        using var made = new SharedValue<int>(); // workers make theirs at the same time
        var local = new WorkerLocal<int>(() =>
        {
            made.Increment();
            return Environment.ProcessId;
        });
        using var rendezvous = new Rendezvous();
        string folder = rendezvous.Folder;
        await using var pool = new ProcessPool(2);
        (int, int)[] values = pool.Map(
            n => (local.Value, Rendezvous.Meet(folder, n, 2)),
            [0, 1],
            1
        );
        Assert.All(values, value => Assert.Equal(value.Item1, value.Item2));
        Assert.Contains(pool.Run(() => local.Value), values.Select(value => value.Item1));
        Assert.Equal(2, made.Read());
        Assert.Equal(Environment.ProcessId, local.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_process_workers_have_local_values_and_initializers_too()
    {
        var local = new WorkerLocal<object>(() => new object());
        await using ProcessPool pool = ProcessPool.InProcess(
            new PoolOptions
            {
                Workers = 2,
                Name = "here",
                Initializer = () => Told.Times++,
            }
        );
        Assert.Equal("here", pool.Name);
        bool[] same = pool.Map(
            _ => ReferenceEquals(local.Value, local.Value),
            Enumerable.Range(0, 10)
        );
        Assert.DoesNotContain(false, same);
        Assert.InRange(Told.Times, 1, 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_shared_pool_serves_everybody_and_stays()
    {
        Assert.Equal(7, ProcessPool.Shared.Run(() => 7));
        Assert.Same(ProcessPool.Shared, ProcessPool.Shared);
        ProcessPool.Shared.Dispose();
        await ProcessPool.Shared.DisposeAsync();
        Assert.Equal(8, ProcessPool.Shared.Run(() => 8));
        Assert.Throws<InvalidOperationException>(ProcessPool.Shared.Close);
        Assert.Throws<InvalidOperationException>(ProcessPool.Shared.Terminate);
        Assert.Equal(9, ProcessPool.Shared.Run(() => 9));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        PoolOptions[] wrong =
        [
            new() { Workers = 0 },
            new() { MaxTasksPerChild = 0 },
            new() { ThreadsPerWorker = 0 },
            new() { MemoryLimit = 0 },
            new() { IdleTimeout = TimeSpan.Zero },
            new() { CpuAffinity = [] },
            new() { CpuAffinity = [-1] },
            new() { WorkingDirectory = "/no/such/folder" },
        ];
        string[] names =
        [
            "worker",
            "MaxTasksPerChild",
            "ThreadsPerWorker",
            "MemoryLimit",
            "IdleTimeout",
            "CpuAffinity",
            "CpuAffinity [-1]",
            "'/no/such/folder'",
        ];
        foreach ((PoolOptions options, string name) in wrong.Zip(names))
        {
            Exception e = Assert.ThrowsAny<ArgumentException>(() => new ProcessPool(options));
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
        }
    }

    private static int Hoard()
    {
        List<byte[]> hoard = [];
        while (hoard.Count < 2_000)
        {
            byte[] block = new byte[1_000_000];
            block.AsSpan().Fill(1);
            hoard.Add(block);
            Thread.Sleep(1);
        }

        return hoard.Count;
    }

    private static class Told
    {
        public static string? Word { get; set; }

        public static int Times { get; set; }
    }
}

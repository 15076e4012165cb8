using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Options that cannot be meant are refused by name, at the call and before anything starts.</summary>
public class OptionCheckSpecs
{
    private static readonly Dictionary<string, PoolOptions> s_wrong = new()
    {
        ["Workers"] = new() { Workers = int.MaxValue },
        ["Workers is -1"] = new() { Workers = -1 },
        ["ThreadsPerWorker"] = new() { ThreadsPerWorker = 70_000 },
        ["ThreadsPerWorker is -5"] = new() { ThreadsPerWorker = -5 },
        ["Priority"] = new() { Priority = (ProcessPriorityClass)12345 },
        ["Priority is 0"] = new() { Priority = 0 },
        ["MaxTasksPerChild"] = new() { MaxTasksPerChild = int.MinValue },
        ["MemoryLimit"] = new() { MemoryLimit = long.MinValue },
        ["IdleTimeout"] = new() { IdleTimeout = TimeSpan.MaxValue },
        ["name"] = new() { Name = "a\0b" },
        ["WorkingDirectory"] = new() { WorkingDirectory = "" },
        ["WorkingDirectory '/tmp\0'"] = new() { WorkingDirectory = "/tmp\0" },
        ["CpuAffinity"] = new() { CpuAffinity = [int.MaxValue] },
        ["value for 'NUL'"] = new() { EnvironmentVariables = Variable("NUL", "a\0b") },
        ["value for 'LONG'"] = new()
        {
            EnvironmentVariables = Variable("LONG", new string('x', 200_000)),
        },
        ["value for 'WIDE'"] = new()
        {
            EnvironmentVariables = Variable("WIDE", new string('\u00e9', 100_000)),
        },
        ["has 'a\\0b', which cannot be a variable's name"] = new()
        {
            EnvironmentVariables = Variable("a\0b", "x"),
        },
        ["EnvironmentVariables has ''"] = new() { EnvironmentVariables = Variable("", "x") },
        ["EnvironmentVariables are too large"] = new()
        {
            EnvironmentVariables = Enumerable
                .Range(0, 70)
                .ToDictionary(n => $"V{n}", string? (_) => new string('x', 100_000)),
        },
    };

    [Fact]
    public void A_pool_refuses_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits differ");
        foreach ((string name, PoolOptions options) in s_wrong)
        {
            ArgumentException e = Assert.ThrowsAny<ArgumentException>(() =>
                new ProcessPool(options)
            );
            Assert.Contains(name, e.Message, StringComparison.OrdinalIgnoreCase);
            Assert.ThrowsAny<ArgumentException>(() => ProcessPool.InProcess(options));
        }

        Assert.ThrowsAny<ArgumentException>(() => new ProcessPool(int.MaxValue));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_takes_what_is_just_within_the_limits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits differ");
        string value = new('x', (32 * Environment.SystemPageSize) - "LONG=".Length - 1);
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                ThreadsPerWorker = 65_535,
                MaxTasksPerChild = int.MaxValue,
                MemoryLimit = long.MaxValue,
                IdleTimeout = Timeout.InfiniteTimeSpan,
                CpuAffinity = [0, 0, 0],
                EnvironmentVariables = Variable("LONG", value),
            }
        );
        Assert.Equal(
            (value.Length, 65_535),
            pool.Run(() =>
                (Environment.GetEnvironmentVariable("LONG")!.Length, Environment.ProcessorCount)
            )
        );
        MapOptions[] extremes =
        [
            new() { ChunkSize = int.MaxValue },
            new() { Retries = int.MaxValue },
            new() { ItemTimeout = TimeSpan.MaxValue },
        ];
        foreach (MapOptions options in extremes)
        {
            Assert.Equal([1, 2], pool.Map(n => n, [1, 2], options: options));
            Assert.Equal([1, 2], pool.Stream(n => n, [1, 2], options: options));
            Assert.Equal(7, pool.Run(() => 7, options));
        }
    }

    [Fact]
    public void A_call_refuses_options_by_name()
    {
        using var pool = ProcessPool.InProcess();
        Dictionary<string, MapOptions> wrong = new()
        {
            ["chunk"] = new() { ChunkSize = int.MinValue },
            ["ItemTimeout"] = new() { ItemTimeout = TimeSpan.MinValue },
            ["ItemTimeout must"] = new() { ItemTimeout = Timeout.InfiniteTimeSpan },
            ["Retries"] = new() { Retries = int.MinValue },
        };
        foreach ((string name, MapOptions options) in wrong)
        {
            Action[] calls =
            [
                () => pool.Map(n => n, [1], options: options),
                () => pool.Run(() => 1, options),
                () => pool.ForEach(_ => { }, [1], options),
                () => pool.Stream(n => n, [1], options: options),
                () => pool.MapOutcomes(n => n, [1], options),
                () => pool.MapReduce(n => n, (a, b) => a + b, [1], options),
            ];
            Assert.All(
                calls,
                call =>
                    Assert.Contains(
                        name,
                        Assert.ThrowsAny<ArgumentException>(call).Message,
                        StringComparison.Ordinal
                    )
            );
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_and_what_is_shared_refuse_arguments_by_name()
    {
        Assert.Throws<ArgumentException>("name", () => new WorkerProcess(() => { }, "a\0b"));
        await using WorkerProcess process = WorkerProcess.StartNew(() => { });
        TimeSpan tooLong = TimeSpan.FromDays(60);
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => process.Join(tooLong));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "timeout",
            () => process.JoinAsync(tooLong, TestContext.Current.CancellationToken)
        );
        Assert.Throws<ArgumentOutOfRangeException>(
            "capacity",
            () => new ProcessQueue<int>(capacity: 0)
        );
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new SharedArray<int>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(
            "length",
            () => new SharedArray<long>(long.MaxValue)
        );
        using var queue = new ProcessQueue<int>();
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => queue.TryTake(out _, tooLong));
    }

    private static Dictionary<string, string?> Variable(string name, string value) =>
        new() { [name] = value };
}

using System.Diagnostics;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class RetrySpecs
{
    [Fact(Timeout = 60_000)]
    public async Task An_item_whose_worker_died_is_tried_again()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var pool = new ProcessPool(2);
        int[] results = pool.Map(
            n => n % 10 == 3 ? DieTwice(n, folder) : n,
            Enumerable.Range(0, 30),
            chunkSize: 6,
            options: new MapOptions { Retries = 2 }
        );
        Assert.Equal(Enumerable.Range(0, 30), results);
        Assert.Equal(6, Directory.GetFiles(folder).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task Retries_come_to_an_end()
    {
        await using var pool = new ProcessPool(2);
        var e = Assert.Throws<WorkerDiedException>(() =>
            pool.Map(n => n == 2 ? Die() : n, [0, 1, 2], options: new MapOptions { Retries = 1 })
        );
        Assert.Equal(2, e.ItemIndex);
        Assert.Equal(ExitCodes.Here.Killed, e.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_without_items_is_tried_again_too()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var pool = new ProcessPool(1);
        Assert.Equal(5, pool.Run(() => DieTwice(5, folder), new MapOptions { Retries = 2 }));
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task Exceptions_are_not_retried()
    {
        string trace = Path.GetTempFileName();
        await using var pool = new ProcessPool(1);
        Assert.Throws<InvalidOperationException>(() =>
            pool.Run(
                () =>
                {
                    File.AppendAllText(trace, "x");
                    throw new InvalidOperationException();
                },
                new MapOptions { Retries = 3 }
            )
        );
        Assert.Equal("x", await File.ReadAllTextAsync(trace));
        File.Delete(trace);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_item_beyond_its_time_fails_its_call_only()
    {
        await using var pool = new ProcessPool(2);
        Task<int[]> other = pool.MapAsync(
            n =>
            {
                Thread.Sleep(300);
                return n;
            },
            Enumerable.Range(0, 6),
            1
        );
        var watch = Stopwatch.StartNew();
        var e = Assert.Throws<TimeoutException>(() =>
            pool.Map(
                n => n == 1 ? Spin() : n,
                [0, 1, 2],
                options: new MapOptions { ItemTimeout = TimeSpan.FromMilliseconds(500) }
            )
        );
        Assert.StartsWith(
            "Item 1 ran longer than its limit of 0.5 s",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Enumerable.Range(0, 6), await other);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_that_together_take_longer_than_the_limit_of_one_are_left_alone()
    {
        await using var pool = new ProcessPool(1);
        int[] results = pool.Map(
            n =>
            {
                Thread.Sleep(60);
                return n;
            },
            Enumerable.Range(0, 20),
            chunkSize: 20,
            options: new MapOptions { ItemTimeout = TimeSpan.FromMilliseconds(600) }
        );
        Assert.Equal(Enumerable.Range(0, 20), results);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_timeout_is_an_outcome_of_its_item()
    {
        await using var pool = new ProcessPool(2);
        Outcome<int>[] outcomes = pool.MapOutcomes(
            n => n % 4 == 1 ? Spin() : n,
            Enumerable.Range(0, 8),
            new MapOptions { ChunkSize = 4, ItemTimeout = TimeSpan.FromMilliseconds(500) }
        );
        Assert.All([1, 5], n => Assert.IsType<TimeoutException>(outcomes[n].Exception));
        Assert.Equal([0, 2, 3, 4, 6, 7], outcomes.Where(o => o.IsSuccess).Select(o => o.Value));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, -1)]
    public void Options_that_make_no_sense_are_refused(int chunkSize, int seconds, int retries)
    {
        using ProcessPool pool = ProcessPool.InProcess();
        var options = new MapOptions
        {
            ChunkSize = chunkSize,
            ItemTimeout = TimeSpan.FromSeconds(seconds),
            Retries = retries,
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Map(n => n, [1], options: options));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            pool.Stream(n => n, [1], options: options)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(() => 1, options));
    }

    private static int DieTwice(int n, string folder)
    {
        string trace = Path.Combine(folder, $"{n}-");
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            if (!File.Exists(trace + attempt))
            {
                File.WriteAllText(trace + attempt, "");
                Die();
            }
        }

        return n;
    }

    private static int Die()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
        return 0;
    }

    private static int Spin()
    {
        while (Stopwatch.GetTimestamp() != 0) { }
        return 0;
    }
}

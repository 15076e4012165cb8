using Xunit;

namespace Multiprocessing.Tests.Pools;

[Collection(CapturedConsole.Collection)]
public class ProgressSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_caller_is_told_how_far_its_call_is()
    {
        var told = new Told();
        await using var pool = new ProcessPool(2);
        pool.Map(
            n =>
            {
                Thread.Sleep(20);
                return n;
            },
            Enumerable.Range(0, 40),
            chunkSize: 10,
            options: new MapOptions { Progress = told }
        );
        Assert.InRange(told.All.Count, 2, 1000);
        Assert.All(
            told.All.Zip(told.All.Skip(1)),
            pair => Assert.True(pair.First.Elapsed <= pair.Second.Elapsed)
        );
        Assert.Contains(told.All, progress => progress.Done is > 0 and < 40);
        PoolProgress last = told.All[^1];
        Assert.Equal((40, 40), (last.Done, last.Total));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.Equal(40, last.Workers.Sum(worker => worker.Done));
        Assert.InRange(last.Rate, 1, 200);
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_that_failed_count_as_done_where_each_has_an_outcome()
    {
        var told = new Told();
        await using var pool = new ProcessPool(2);
        object[] items = [1, new Semaphore(0, 1), "end", 3];
        pool.MapOutcomes(
            item =>
            {
                if (item is "end")
                {
                    Environment.Exit(1);
                }

                return item;
            },
            items,
            new MapOptions { Progress = told }
        );
        Assert.Equal((4, 4), (told.All[^1].Done, told.All[^1].Total));
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_that_throws_fails_its_call()
    {
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<InvalidOperationException>(() =>
            pool.Map(
                n =>
                {
                    Thread.Sleep(1000);
                    return n;
                },
                [1, 2],
                options: new MapOptions { Progress = new Throwing() }
            )
        );
        Assert.Equal("told too much", e.Message);
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bar_ends_in_one_line_where_nothing_can_be_shown_in_place()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(2);
        var told = new Told();
        Assert.Equal(
            [1, 4],
            pool.Map(
                n => n * n,
                [1, 2],
                progress: true,
                options: new MapOptions { Progress = told }
            )
        );
        Assert.Equal([3], pool.Map((a, b) => a + b, [(1, 2)], progress: true));
        Assert.Equal([1], pool.Map((n, random) => n, [1], seed: 1, progress: true));
        string[] lines = console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("2 of 2 items", lines[0], StringComparison.Ordinal);
        Assert.Equal(2, told.All[^1].Done);
    }

    private sealed class Told : IProgress<PoolProgress>
    {
        public List<PoolProgress> All { get; } = [];

        public void Report(PoolProgress value)
        {
            lock (All)
            {
                All.Add(value);
            }
        }
    }

    private sealed class Throwing : IProgress<PoolProgress>
    {
        public void Report(PoolProgress value) =>
            throw new InvalidOperationException("told too much");
    }
}

using Xunit;

namespace Multiprocessing.Tests.Insight;

public sealed class TimelineSpecs : IDisposable
{
    private readonly ProcessPool _pool = new(2);
    private readonly Timeline _timeline = new();

    public void Dispose() => _pool.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Each_item_of_a_call_is_taken_down_once_with_its_worker_and_times()
    {
        await Task.Yield();
        int[] workers = _pool.Map(
            _ =>
            {
                Thread.Sleep(20);
                return Environment.ProcessId;
            },
            Enumerable.Range(0, 10),
            options: new MapOptions { Timeline = _timeline }
        );

        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => ((long)i, workers[i])),
            _timeline.Entries.OrderBy(e => e.Item).Select(e => (e.Item, e.ProcessId))
        );
        Assert.All(
            _timeline.Entries,
            entry =>
            {
                Assert.Equal(TimeSpan.Zero, entry.Queued);
                Assert.InRange(entry.Started, TimeSpan.Zero, TimeSpan.FromSeconds(30));
                Assert.InRange(
                    entry.Finished - entry.Started,
                    TimeSpan.FromMilliseconds(19),
                    TimeSpan.FromSeconds(5)
                );
            }
        );
        // A worker runs one item at a time.
        foreach (
            TimelineEntry[] lane in _timeline
                .Entries.GroupBy(entry => entry.ProcessId)
                .Select(lane => lane.OrderBy(entry => entry.Started).ToArray())
        )
        {
            Assert.All(
                lane.Zip(lane.Skip(1)),
                pair => Assert.True(pair.First.Finished <= pair.Second.Started)
            );
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_bytes_of_items_and_results_are_taken_down_each_or_in_equal_shares()
    {
        await Task.Yield();
        _pool.Map(
            n => new string('x', n),
            [10, 10_000, 100],
            chunkSize: 3,
            options: new MapOptions { Timeline = _timeline }
        );
        TimelineEntry[] entries = [.. _timeline.Entries.OrderBy(entry => entry.Item)];
        Assert.InRange(entries[0].BytesIn, 10, 60);
        Assert.InRange(entries[1].BytesIn, 10_000, 10_060);
        Assert.InRange(entries[2].BytesIn, 100, 160);
        Assert.All(entries, entry => Assert.InRange(entry.BytesOut, 4, 20));
        Assert.Single(entries.Select(entry => entry.BytesOut).Distinct());

        var back = new Timeline();
        _pool.Map(
            text => (long)text.Length,
            ["", new string('y', 5000)],
            chunkSize: 2,
            options: new MapOptions { Timeline = back }
        );
        entries = [.. back.Entries.OrderBy(entry => entry.Item)];
        Assert.InRange(entries[0].BytesOut, 1, 60);
        Assert.InRange(entries[1].BytesOut, 5000, 5060);
        Assert.All(entries, entry => Assert.InRange(entry.BytesIn, 8, 20));
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_calls_share_one_zero_of_time()
    {
        await Task.Yield();
        var options = new MapOptions { Timeline = _timeline };
        _pool.Map(n => n, [1], options: options);
        Thread.Sleep(50);
        _pool.Run(() => 1, options: options);
        IReadOnlyList<TimelineEntry> entries = _timeline.Entries;
        Assert.Equal([0L, 0L], entries.Select(entry => entry.Item));
        Assert.True(entries[1].Queued >= TimeSpan.FromMilliseconds(49));
        Assert.True(entries[1].Queued <= entries[1].Started);
        Assert.True(entries[0].Finished <= entries[1].Queued);
    }

    [Fact(Timeout = 60_000)]
    public async Task All_verbs_are_taken_down()
    {
        var options = new MapOptions { Timeline = _timeline };
        List<int> results = [];
        await foreach (
            int result in _pool.Stream(n => n + 1, Endless().Take(300), options: options)
        )
        {
            results.Add(result);
        }

        Assert.Equal(Enumerable.Range(1, 300), results);
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => (long)i),
            _timeline.Entries.Select(entry => entry.Item).Order()
        );
        // Items of a stream are queued when they are taken from their source.
        Assert.True(_timeline.Entries.Select(entry => entry.Queued).Distinct().Count() > 1);
        Assert.All(_timeline.Entries, entry => Assert.True(entry.Queued <= entry.Started));

        Outcome<int>[] outcomes = _pool.MapOutcomes(n => 10 / n, [1, 0, 2], options);
        Assert.IsType<DivideByZeroException>(outcomes[1].Exception);
        _pool.ForEach(_ => { }, [1, 2, 3, 4], options);
        Assert.Equal(10, _pool.MapReduce(n => n, (a, b) => a + b, [1, 2, 3, 4], options));
        Assert.Equal(300 + 3 + 4 + 4, _timeline.Entries.Count);
        Assert.All(_timeline.Entries, entry => Assert.True(entry.Started <= entry.Finished));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_hundred_thousand_items_in_adaptive_chunks_are_all_taken_down()
    {
        await Task.Yield();
        _pool.Map(
            n => n,
            Enumerable.Range(0, 100_000),
            options: new MapOptions { Timeline = _timeline }
        );
        Assert.Equal(
            Enumerable.Range(0, 100_000).Select(i => (long)i),
            _timeline.Entries.Select(entry => entry.Item).Order()
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_item_that_runs_again_since_its_worker_died_is_taken_down_where_it_was_done()
    {
        await Task.Yield();
        string mark = Path.GetTempFileName();
        try
        {
            _pool.Map(
                n =>
                {
                    if (n == 3 && File.Exists(mark))
                    {
                        File.Delete(mark);
                        Environment.Exit(9);
                    }

                    return n;
                },
                Enumerable.Range(0, 6),
                options: new MapOptions { Timeline = _timeline, Retries = 1 }
            );
            Assert.Equal([0L, 1, 2, 3, 4, 5], _timeline.Entries.Select(e => e.Item).Order());
        }
        finally
        {
            File.Delete(mark);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_in_this_process_takes_down_its_times_too()
    {
        await Task.Yield();
        using var pool = ProcessPool.InProcess(2);
        pool.Map(n => n, [1, 2, 3], options: new MapOptions { Timeline = _timeline });
        Assert.Equal(3, _timeline.Entries.Count);
        Assert.All(
            _timeline.Entries,
            entry => Assert.Equal(Environment.ProcessId, entry.ProcessId)
        );
    }

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++)
        {
            yield return i;
        }
    }
}

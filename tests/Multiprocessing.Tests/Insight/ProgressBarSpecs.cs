using System.Diagnostics;
using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public class ProgressBarSpecs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_bar_shows_itself_before_anything_is_done()
    {
        var surface = new RecordingSurface();
        using var bar = new ProgressBar(50, surface);
        Assert.Equal("0 %, 0 of 50 items", surface.Last.ToString());
        Assert.Equal(ProgressState.Running, surface.Last.State);
    }

    [Fact(Timeout = 60_000)]
    public async Task However_many_reports_come_a_bar_is_drawn_about_ten_times_a_second()
    {
        var surface = new RecordingSurface();
        using (var bar = new ProgressBar(null, surface))
        {
            var watch = Stopwatch.StartNew();
            Task[] reporters =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                for (long done = 0; watch.ElapsedMilliseconds < 1500; done++)
                                {
                                    bar.Report(Progress(done, null));
                                }
                            },
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning, // leaves the pool's threads to the bar
                            TaskScheduler.Default
                        )
                    ),
            ];
            await Task.WhenAll(reporters);
        }

        // The first and the last besides.
        Assert.InRange(surface.Shown.Length, 5, 2 + 16);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_report_that_nothing_follows_is_shown_too()
    {
        var surface = new RecordingSurface();
        using var bar = new ProgressBar(10, surface);
        bar.Report(Progress(1, 10));
        bar.Report(Progress(2, 10));
        Assert.True(
            await Harness.Eventually(
                () => surface.Last.ToString().StartsWith("20 %, 2 of 10", StringComparison.Ordinal),
                s_limit
            )
        );
    }

    [Fact]
    public void The_last_state_is_shown_at_once_and_stays()
    {
        var surface = new RecordingSurface();
        var bar = new ProgressBar(10, surface);
        bar.Report(Progress(10, 10));
        bar.Dispose();
        Assert.Equal("100 %, 10 of 10 items, in 2.0 s, 5.0 items/s", surface.Last.ToString());
        Assert.Equal(ProgressState.Done, surface.Last.State);

        int shown = surface.Shown.Length;
        bar.Report(Progress(3, 10));
        bar.Dispose();
        Assert.Equal(shown, surface.Shown.Length);
    }

    [Fact]
    public void A_call_that_ends_before_its_items_do_is_shown_as_stopped()
    {
        var surface = new RecordingSurface();
        var bar = new ProgressBar(10, surface);
        bar.Report(Progress(4, 10));
        bar.Dispose();
        Assert.Equal(ProgressState.Stopped, surface.Last.State);
        Assert.Equal(
            "40 %, 4 of 10 items, stopped after 2.0 s, 2.0 items/s",
            surface.Last.ToString()
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bar_is_disposed_by_many_threads_while_others_report()
    {
        for (int round = 0; round < 50; round++)
        {
            var surface = new RecordingSurface();
            var bar = new ProgressBar(1000, surface);
            await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(i =>
                        Task.Run(() =>
                        {
                            for (int done = 0; done < 1000; done++)
                            {
                                bar.Report(Progress(done, 1000));
                            }

                            if (i % 2 == 0)
                            {
                                bar.Dispose();
                            }
                        })
                    )
            );
            Assert.Single(surface.Shown, shown => shown.View.State != ProgressState.Running);
            Assert.NotEqual(ProgressState.Running, surface.Last.State);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_bar_of_a_call_ends_with_all_its_items_done()
    {
        await Task.Yield();
        using var pool = new ProcessPool(2);
        for (int round = 0; round < 20; round++)
        {
            var surface = new RecordingSurface();
            using (var bar = new ProgressBar(null, surface))
            {
                pool.Map(
                    n => n + 1,
                    Enumerable.Range(0, 100),
                    options: new MapOptions { Progress = bar }
                );
            }

            Assert.StartsWith(
                "100 %, 100 of 100 items, in ",
                surface.Last.ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(ProgressState.Done, surface.Last.State);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_bar_of_a_call_that_fails_stops()
    {
        await Task.Yield();
        using var pool = new ProcessPool(2);
        var surface = new RecordingSurface();
        using (var bar = new ProgressBar(null, surface))
        {
            Assert.Throws<DivideByZeroException>(() =>
                pool.Map(
                    n => 10 / (50 - n),
                    Enumerable.Range(0, 100),
                    chunkSize: 1,
                    options: new MapOptions { Progress = bar }
                )
            );
        }

        Assert.Equal(ProgressState.Stopped, surface.Last.State);
        Assert.Contains(
            " of 100 items, stopped after ",
            surface.Last.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_host_that_cannot_show_a_bar_costs_the_call_nothing()
    {
        var bar = new ProgressBar(10, new BrokenSurface());
        bar.Report(Progress(10, 10));
        bar.Dispose();
    }

    private static PoolProgress Progress(long done, long? total) =>
        new(done, total, TimeSpan.FromSeconds(2), []);

    private sealed class BrokenSurface : IProgressSurface
    {
        public void Show(ProgressView view) => throw new InvalidOperationException("no");
    }
}

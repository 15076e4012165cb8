using System.Globalization;
using Multiprocessing.Insight;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public class ProgressViewSpecs
{
    [Theory]
    [InlineData(0, 10, 0, "0 %, 0 of 10 items")]
    [InlineData(5, 10, 2, "50 %, 5 of 10 items, 2.5 items/s, 2.0 s left")]
    [InlineData(1, 1, 2, "100 %, 1 of 1 items, 2.0 s/item, 0.0 s left")]
    [InlineData(9_999, 10_000, 1, "99 %, 9,999 of 10,000 items, 9,999 items/s, 0.0 s left")]
    [InlineData(1, 10_000, 10, "0 %, 1 of 10,000 items, 10.0 s/item, 1 d 3 h left")]
    [InlineData(10, 50, 20, "20 %, 10 of 50 items, 2.0 s/item, 1 min 20 s left")]
    [InlineData(0, 0, 0, "100 %, 0 of 0 items")]
    [InlineData(1, long.MaxValue, 100, "0 %, 1 of 9,223,372,036,854,775,807 items, 100 s/item")]
    public void A_bar_tells_what_is_done_how_fast_and_how_long_it_still_takes(
        long done,
        long total,
        double seconds,
        string expected
    ) => Assert.Equal(expected, View(done, total, seconds).ToString());

    [Theory]
    [InlineData(0, "0 items")]
    [InlineData(1, "1 item, 2.0 s/item")]
    [InlineData(5, "5 items, 2.5 items/s")]
    public void Of_a_stream_a_bar_tells_what_is_done(long done, string expected)
    {
        ProgressView view = View(done, null, 2);
        Assert.Equal(expected, view.ToString());
        Assert.DoesNotContain("progressbar", ProgressHtml.Of(view), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", ProgressHtml.Of(view), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "100")]
    [InlineData(1, 3, "33.33")]
    [InlineData(3, 3, "100")]
    [InlineData(4, 3, "100")]
    public void The_html_holds_a_bar_of_the_part_that_is_done(long done, long total, string width)
    {
        string html = ProgressHtml.Of(View(done, total, 1));
        Assert.Contains($"aria-valuenow=\"{width}\"", html, StringComparison.Ordinal);
        Assert.Contains($"width:{width}%", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_html_needs_no_script_and_loads_nothing()
    {
        string html = ProgressHtml.Of(View(1, 3, 1));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_few_workers_are_told_apart(int workers, bool told)
    {
        var progress = new PoolProgress(
            7 * workers,
            100,
            TimeSpan.FromSeconds(1),
            [.. Enumerable.Range(0, workers).Select(id => new WorkerProgress(4000 + id, 7))]
        );
        string html = ProgressHtml.Of(new ProgressView(progress, ProgressState.Running));
        Assert.Equal(
            told,
            html.Contains("<span title=\"process 4000\">7</span>", StringComparison.Ordinal)
        );
    }

    [Fact(Skip = Wine.NoCultures, SkipType = typeof(Wine), SkipWhen = nameof(Wine.IsHere))]
    public void Numbers_read_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(
                "25 %, 1,500 of 6,000 items, 10.5 s/item, 13 h 7 min left",
                View(1500, 6000, 15750).ToString()
            );
            Assert.Contains(
                "width:25%",
                ProgressHtml.Of(View(1500, 6000, 1)),
                StringComparison.Ordinal
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static ProgressView View(long done, long? total, double seconds) =>
        new(
            new PoolProgress(done, total, TimeSpan.FromSeconds(seconds), []),
            ProgressState.Running
        );
}

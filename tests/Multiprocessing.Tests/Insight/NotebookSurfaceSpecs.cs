using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public class NotebookSurfaceSpecs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact(Timeout = 60_000)]
    public async Task Under_a_cell_of_NET_Interactive_a_bar_is_shown_once_and_updated_in_place()
    {
        using IDisposable cell = InteractiveHost.BeginCell();
        using (var bar = new ProgressBar(4))
        {
            // A report comes from a thread that knows nothing of the cell.
            Task reported;
            using (ExecutionContext.SuppressFlow())
            {
                reported = Task.Run(() => bar.Report(Progress(1)));
            }

            await reported;
            Assert.True(
                await Harness.Eventually(() => InteractiveHost.Events(cell).Count == 2, s_limit)
            );
            bar.Report(Progress(4));
        }

        List<string[]> events = InteractiveHost.Events(cell);
        Assert.Equal(3, events.Count);
        string id = events[0][0]["produced ".Length..];
        Assert.Equal(["updated " + id, "updated " + id], events.Skip(1).Select(e => e[0]));
        Assert.Equal("text/plain: 0 %, 0 of 4 items", events[0][2]);
        Assert.StartsWith("text/html: <div style=", events[1][1], StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"25\"", events[1][1], StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"100\"", events[2][1], StringComparison.Ordinal);
        Assert.Equal("text/plain: 100 %, 4 of 4 items, in 1.0 s, 4.0 items/s", events[2][2]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Outside_a_cell_nothing_is_shown_there_even_where_the_host_is_loaded()
    {
        using IDisposable cell = InteractiveHost.BeginCell();
        Task<NotebookSurface?> outside;
        using (ExecutionContext.SuppressFlow())
        {
            outside = Task.Run(NotebookSurface.Find);
        }

        Assert.Null(await outside);
        Assert.NotNull(NotebookSurface.Find());
        Assert.Empty(InteractiveHost.Events(cell));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bar_that_outlives_its_cell_harms_nobody()
    {
        ProgressBar bar;
        using (InteractiveHost.BeginCell())
        {
            bar = new ProgressBar(4);
        }

        await Task.Yield();
        bar.Report(Progress(2));
        bar.Dispose();
    }

    private static PoolProgress Progress(long done) => new(done, 4, TimeSpan.FromSeconds(1), []);
}

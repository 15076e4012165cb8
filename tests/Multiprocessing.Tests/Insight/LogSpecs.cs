using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;
using Xunit;

namespace Multiprocessing.Tests.Insight;

[Collection(CapturedConsole.Collection)]
public sealed class LogSpecs : IDisposable
{
    private readonly CapturedConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void Where_nothing_can_be_replaced_one_plain_line_tells_the_outcome()
    {
        using (var bar = new ProgressBar(4, new LogSurface()))
        {
            bar.Report(new PoolProgress(4, 4, TimeSpan.FromSeconds(1), []));
            Assert.Empty(_console.Error);
        }

        Assert.Equal("100 %, 4 of 4 items, in 1.0 s, 4.0 items/s\n", _console.Error);
        Assert.Empty(_console.Out);
    }
}

using Xunit;

namespace Multiprocessing.Tests.Pools;

[Collection(CapturedConsole.Collection)]
public class LargeCaptureSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Capturing_very_much_works_and_says_so_once_naming_the_variable()
    {
        using var console = new CapturedConsole();
        byte[] table = new byte[80 * 1024 * 1024];
        table[^1] = 7;
        int small = 1;
        await using var pool = new ProcessPool(1);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([8, 9], pool.Map(n => table[^1] + n + small - 1, [1, 2]));
        }

        string line = Assert.Single(
            console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Contains("'table'", line, StringComparison.Ordinal);
        Assert.Contains("80 MB", line, StringComparison.Ordinal);
    }
}

using Xunit;

namespace Multiprocessing.Tests.Pools;

[Collection(CapturedConsole.Collection)]
public class CrashSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("exit", 3)]
    [InlineData("overflow", -6)]
    [InlineData("failfast", -6)]
    public async Task A_worker_that_ends_itself_fails_the_call_with_code_and_item(
        string how,
        int code
    )
    {
        using var console = new CapturedConsole(); // a crashing runtime says very much
        await using var pool = new ProcessPool(1);
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.MapAsync(n => n == 4 ? EndMyself(how) : n, Enumerable.Range(0, 6), 6)
        );
        Assert.Equal((code, 4), (e.ExitCode, e.ItemIndex));
        Assert.Equal(7, pool.Run(() => 7));
    }

    private static int EndMyself(string how)
    {
        switch (how)
        {
            case "exit":
                Environment.Exit(3);
                return 0;
            case "overflow":
                return EndMyself(how) + 1;
            default:
                Environment.FailFast("on purpose");
                return 0;
        }
    }
}

using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>What a worker's function starts, where it is to outlive the worker.</summary>
public class KeepChildrenSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory(Timeout = 60_000)]
    [InlineData("pool")]
    [InlineData("process")]
    [InlineData("killed parent")]
    public async Task KeepChildren_leaves_alone_what_a_worker_started(string whose)
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        var options = new PoolOptions { Workers = 1, KeepChildren = true };
        if (whose == "pool")
        {
            await using var pool = new ProcessPool(options);
            pool.Run(() => Children.Start(path));
        }
        else if (whose == "process")
        {
            await using var process = new WorkerProcess(() => Children.Start(path))
            {
                KeepChildren = true,
            };
            process.Start();
            Assert.True(process.Join(s_patience));
        }
        else
        {
            await using var parent = new WorkerProcess(() =>
            {
                using var pool = new ProcessPool(
                    new PoolOptions { Workers = 1, KeepChildren = true }
                );
                pool.Run(() => Children.StartAndStay(path));
            })
            {
                KeepChildren = true,
            };
            parent.Start();
            await Children.Of(path);
            parent.Kill();
            parent.Join();
        }

        await Children.Stay(await Children.Of(path));
    }

    [Fact(Timeout = 60_000)]
    public void KeepChildren_is_settled_at_the_start()
    {
        using var process = new WorkerProcess(() => { });
        Assert.False(process.KeepChildren);
        process.KeepChildren = true;
        process.Start();
        Assert.Contains(
            "set KeepChildren before Start()",
            Assert.Throws<InvalidOperationException>(() => process.KeepChildren = false).Message,
            StringComparison.Ordinal
        );
        process.Join();
    }
}

using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>A parent, or a worker, that may have little memory.</summary>
public class LittleMemorySpecs
{
    [Theory(Timeout = 120_000)]
    [InlineData("array")]
    [InlineData("text")]
    [InlineData("many")]
    public async Task A_result_that_does_not_fit_fails_its_call_in_words_and_the_pool_goes_on(
        string what
    ) => await ParentMemory.RunOutAsync(what);

    [Fact(Timeout = 120_000)]
    public async Task A_worker_without_memory_for_an_item_says_so()
    {
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["DOTNET_GCHeapHardLimit"] = "0x4000000",
                },
            }
        );
        var e = Assert.Throws<WorkerDiedException>(() =>
            pool.Map(item => item.Length, [new byte[200_000_000]])
        );
        Assert.True(e.InnerException is InsufficientMemoryException, e.Message);
        Assert.Contains("what it was sent", e.Message, StringComparison.Ordinal);
        Assert.Equal(7, pool.Run(() => 7));
    }
}

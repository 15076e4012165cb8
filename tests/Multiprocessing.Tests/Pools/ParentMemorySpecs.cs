using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>A parent that may have little memory.</summary>
public class ParentMemorySpecs
{
    [Theory(Timeout = 120_000)]
    [InlineData("array")]
    [InlineData("text")]
    [InlineData("many")]
    public async Task A_result_that_does_not_fit_fails_its_call_in_words_and_the_pool_goes_on(
        string what
    ) => await ParentMemory.RunOutAsync(what);
}

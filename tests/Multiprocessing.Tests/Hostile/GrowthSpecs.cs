using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Short runs of what <c>tests/Multiprocessing.Stress</c> does a thousand times.</summary>
[Collection(CapturedConsole.Collection)]
public class GrowthSpecs
{
    [Theory(Timeout = 240_000)]
    [InlineData("cancel", 1000, 300)]
    [InlineData("stream", 300, 100)]
    [InlineData("timeout", 25, 15)]
    [InlineData("death", 25, 15)]
    [InlineData("retry", 25, 15)]
    [InlineData("process", 25, 15)]
    public async Task What_fails_or_is_given_up_by_the_hundred_leaves_a_program_and_its_workers_as_they_were(
        string kind,
        int times,
        int warmUp
    )
    {
        await using WorkerProcess alone = WorkerProcess.StartNew(() =>
            Repetition.RunAsync(kind, times, warmUp, allowedMemory: 1.25)
        );
        await alone.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, alone.ExitCode);
    }
}

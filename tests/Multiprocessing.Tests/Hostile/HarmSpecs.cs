using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Short runs of what <c>tests/Multiprocessing.Stress</c> does in full counts.</summary>
[Collection(CapturedConsole.Collection)]
public class HarmSpecs
{
    [Theory(Timeout = 120_000)]
    [InlineData("an exception on a background thread")]
    [InlineData("a crash in native code")]
    [InlineData("SIGTERM")]
    public async Task A_worker_that_ends_itself_in_any_way_is_told_with_exit_code_and_item(
        string how
    )
    {
        using var console = new CapturedConsole(); // a crashing runtime says very much
        await SelfHarm.EndsAsync(how);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_worker_that_closes_its_descriptors_still_gives_results()
    {
        using var console = new CapturedConsole();
        await SelfHarm.ClosesDescriptorsAsync(times: 2);
    }

    [Fact(Timeout = 120_000)]
    public async Task All_that_is_printed_arrives_before_the_result_much_of_it_binary_or_without_an_end()
    {
        using var console = new CapturedConsole();
        await Printing.RunAsync(megabytes: 10);
    }

    [Fact(Timeout = 120_000)]
    public async Task Pools_opened_and_disposed_by_the_hundred_leave_a_process_as_it_was()
    {
        await using WorkerProcess alone = WorkerProcess.StartNew(() =>
            PoolChurn.RunAsync(pools: 40, warmUp: 40, allowedMemory: 1.25)
        );
        await alone.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, alone.ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task Very_much_without_end_and_nothing_at_all_come_out_right()
    {
        await Extremes.NothingAsync();
        await Extremes.EndlessAsync(taken: 20_000);
        await Extremes.ManyCallsAsync(calls: 1000);
        await Extremes.ManyItemsAsync(items: 1_000_000);
        await Extremes.LargeResultAsync(bytes: 64 << 20);
    }
}

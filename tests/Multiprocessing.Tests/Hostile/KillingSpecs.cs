using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Short runs of what <c>tests/Multiprocessing.Stress</c> does in full counts.</summary>
[Collection(CapturedConsole.Collection)]
public class KillingSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task Workers_may_be_killed_again_and_again_while_a_call_with_retries_gives_every_result()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess alone = WorkerProcess.StartNew(() =>
            WorkerKills.WithRetriesAsync(kills: 25)
        );
        await alone.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (alone.ExitCode, console.Error));
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_retries_each_kill_is_told_with_item_and_signal_and_the_pool_serves_on() =>
        await WorkerKills.WithoutRetriesAsync(kills: 15);

    [Fact(Timeout = 120_000)]
    public async Task A_parent_may_be_killed_at_any_moment_and_leaves_no_process_socket_or_file() =>
        await ParentKills.RunAsync(kills: 8);

    [Fact(Timeout = 120_000)]
    public async Task Control_C_in_a_terminal_ends_the_program_with_130_or_is_the_programs_own_to_handle() =>
        await Interrupts.RunAsync(times: 1);
}

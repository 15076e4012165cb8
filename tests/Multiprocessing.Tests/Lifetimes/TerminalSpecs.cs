using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>A program with workers as a job of a shell, in a real terminal.</summary>
public class TerminalSpecs
{
    private const string NoTerminal = "needs util-linux's script and bash";

    private static bool HasTerminal => File.Exists("/usr/bin/script") && File.Exists("/bin/bash");

    [Fact(Timeout = 120_000)]
    public async Task Ctrl_Z_stops_workers_and_what_they_started_fg_continues_and_Ctrl_C_ends_them()
    {
        Assert.SkipUnless(HasTerminal, NoTerminal);
        await TerminalJobs.StopAndContinueAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Ctrl_Z_stops_nobody_where_no_shell_could_continue_them()
    {
        Assert.SkipUnless(HasTerminal, NoTerminal);
        await TerminalJobs.StopWithoutShellAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Ctrl_C_ends_a_program_with_130_unless_it_handles_it()
    {
        Assert.SkipUnless(HasTerminal, NoTerminal);
        await Interrupts.RunAsync(times: 1);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_worker_started_may_set_up_the_terminal_and_is_refused_instead_of_stopped_when_it_reads()
    {
        Assert.SkipUnless(HasTerminal, NoTerminal);
        string answer = await TerminalJobs.AskAsync(keepChildren: false);
        Assert.StartsWith("answer=set up", answer, StringComparison.Ordinal);
        Assert.EndsWith("refused .", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_worker_with_KeepChildren_started_reads_from_the_terminal()
    {
        Assert.SkipUnless(HasTerminal, NoTerminal);
        Assert.Equal(
            "answer=set up read secret .",
            await TerminalJobs.AskAsync(keepChildren: true)
        );
    }
}

using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Tests.Execution;

public class SessionEndSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("Environment.Exit(3);", "exit code 3")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", "SIGABRT")]
    [InlineData("Environment.FailFast(\"enough\");", "SIGABRT")]
    [InlineData(
        "new System.Threading.Thread(() => throw new Exception(\"boo\")).Start();\nSystem.Threading.Thread.Sleep(-1);",
        "SIGABRT"
    )]
    public async Task A_cell_that_ends_its_session_says_how_and_keeps_what_it_printed(
        string code,
        string how
    )
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || how.StartsWith("exit", StringComparison.Ordinal),
            "signals"
        );
        var run = await NotebookRun.OfAsync("1", "Console.WriteLine(\"before\");\n" + code, "2");
        Assert.Equal("1", run.Value(0));
        Assert.Equal("before\n", run.Text(1));
        Assert.Equal("SessionEnded", run.Error(1).Name);
        Assert.Contains(how, run.Error(1).Value, StringComparison.Ordinal);
        Assert.Empty(run.Outputs[2]);
        Assert.Contains("1 more cell did not run", run.Problems[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, false, "exit code 3")]
    [InlineData(
        134,
        false,
        "signal 6 (SIGABRT: a stack overflow, FailFast or a crash in native code)"
    )]
    [InlineData(143, false, "exit code 143 (signal 15)")]
    [InlineData(143, true, "exit code 143")]
    [InlineData(-1, true, "exit code -1 (killed)")]
    [InlineData(-1073741571, true, "exit code 0xC00000FD (a stack overflow)")]
    [InlineData(-1073741510, true, "exit code 0xC000013A (Ctrl+C, or its console was closed)")]
    public void How_a_session_ended_is_told_as_its_system_means_it(
        int code,
        bool isWindows,
        string expected
    ) => Assert.Equal(expected, SessionEndedException.Describe(code, isWindows));

    [Fact(Timeout = 60_000)]
    public async Task A_stack_overflow_shows_the_users_frames_alone()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "the runtime writes the trace otherwise elsewhere"
        );
        var run = await NotebookRun.OfAsync("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)");
        var trace = run.Text(0, "stderr");
        Assert.StartsWith("Stack overflow.", trace, StringComparison.Ordinal);
        Assert.Contains("Deep(Int32)", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Roslyn", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.CodeAnalysis", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Multiprocessing.Lab", trace, StringComparison.Ordinal);
    }
}

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Cells that end their own session: that is said, and the kernel lives on with a new one.</summary>
public class LossSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Theory(Timeout = 60_000)]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", "stack overflow")]
    [InlineData("Environment.Exit(3);", "exit code 3")]
    [InlineData("Environment.FailFast(\"enough\");", "FailFast")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "SIGKILL")]
    [InlineData("unsafe { *(int*)8 = 1; }", "")]
    public async Task A_cell_that_ends_its_session_is_told_of_and_the_next_runs_in_a_new_one(
        string code,
        string how
    )
    {
        await kernel.Client.RunAsync("var gone = 1;");
        var cell = await kernel.Client.RunAsync("Console.WriteLine(\"before\");\n" + code);
        var queued = kernel.Client.Execute("2");
        if (how.Length == 0)
        {
            // The runtime makes an exception of it, where it can.
            Assert.NotEmpty(cell.Of("error"));
            await queued.EndAsync();
            return;
        }
        Assert.StartsWith("before\n", cell.Text(), StringComparison.Ordinal);
        Assert.Equal("error", (await cell.ReplyAsync()).Text("status"));
        Assert.Equal("SessionEnded", cell.Error.Text("ename"));
        Assert.Contains(how, cell.Error.Text("evalue"), StringComparison.Ordinal);
        Assert.Contains("variables are gone", cell.Error.Text("evalue"), StringComparison.Ordinal);
        await queued.EndAsync();
        Assert.Equal("2", queued.Result);
        Assert.Contains("CS0103", (await kernel.Client.RunAsync("gone")).Error.Text("evalue"));
        Assert.Equal("3", (await kernel.Client.RunAsync("1 + 2")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_cell_started_ends_with_its_session()
    {
        var cell = await kernel.Client.RunAsync(
            "System.Diagnostics.Process.Start(\"sleep\", \"600\"); Environment.Exit(1);"
        );
        Assert.Equal("SessionEnded", cell.Error.Text("ename"));
        Assert.Equal("1", (await kernel.Client.RunAsync("1")).Result);
        Assert.Equal(2, kernel.Process.Family.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_session_that_ends_between_two_cells_is_told_of_by_the_next()
    {
        var first = await kernel.Client.RunAsync(
            "var gone = 1; _ = Task.Run(async () => { await Task.Delay(200); Environment.Exit(4); });"
        );
        Assert.Empty(first.Of("error"));
        while (kernel.Process.Family.Count > 1)
            await Task.Delay(20);
        var next = await kernel.Client.RunAsync("gone");
        Assert.Equal("SessionEnded", next.Error.Text("ename"));
        Assert.Contains("exit code 4", next.Error.Text("evalue"), StringComparison.Ordinal);
        Assert.Equal("1", (await kernel.Client.RunAsync("1")).Result);
    }
}

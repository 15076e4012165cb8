using System.Diagnostics;
using Multiprocessing.Lab.Tests.Execution;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>By itself: what is promised here has a time, which beside the other tests' compilers can be too short.</summary>
[Collection(nameof(StoppingSpecs))]
public class StopSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private static readonly TimeSpan s_promised = TimeSpan.FromSeconds(2);

    [Theory(Timeout = 60_000)]
    [InlineData("while (true) ;")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("await new TaskCompletionSource().Task;")]
    [InlineData("await Task.Delay(1); while (true) ;")]
    [InlineData("Console.ReadLine();")]
    [InlineData("input(\"?\");")]
    [InlineData("while (true) Console.WriteLine(\"again\");")]
    [InlineData("lock (new object()) { new ManualResetEvent(false).WaitOne(); }")]
    [InlineData("using (var pool = new ProcessPool(2)) { pool.Map(Slow, [1, 2]); }")]
    [InlineData("using (var pool = new ProcessPool(2)) { await pool.MapAsync(Slow, [1, 2]); }")]
    public async Task A_cell_is_stopped_and_what_it_showed_and_the_variables_are_kept(string code)
    {
        await Client.RunAsync(Library.Load);
        await Client.RunAsync("var kept = 5; int Slow(int n) { while (true) Thread.Sleep(10); }");
        var cell = Client.Execute($"Console.WriteLine(\"begun\");\n{code}");
        await cell.SaysAsync("begun");
        await StopsAsync(cell);
        Assert.Equal("Interrupted", cell.Error.Text("ename"));
        Assert.StartsWith("begun\n", cell.Text(), StringComparison.Ordinal);
        Assert.Equal("5", (await Client.RunAsync("kept")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_of_a_stopped_map_end_with_it()
    {
        await Client.RunAsync(Library.Load);
        await Client.RunAsync("int Slow(int n) { while (true) Thread.Sleep(10); }");
        var before = kernel.Process.Family.Count;
        var cell = Client.Execute(
            "Console.WriteLine(\"on\"); using (var pool = new ProcessPool(2)) { pool.Map(Slow, [1, 2]); }"
        );
        await cell.SaysAsync("on");
        while (kernel.Process.Family.Count < before + 2)
            await Task.Delay(10);
        await StopsAsync(cell);
        while (kernel.Process.Family.Count > before)
            await Task.Delay(10);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_queued_behind_a_stopped_cell_does_not_run()
    {
        var cell = Client.Execute("Console.WriteLine(\"on\"); while (true) ;");
        var queued = Client.Execute("1");
        await cell.SaysAsync("on");
        await StopsAsync(cell);
        Assert.Equal("aborted", (await queued.EndAsync()).Text("status"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Work_that_a_stopped_cell_had_handed_to_other_threads_is_said_to_go_on()
    {
        await using var own = await RunningKernel.StartAsync();
        var cell = own.Client.Execute(
            "Console.WriteLine(\"on\"); Task.Run(() => { while (true) ; }).Wait();"
        );
        await cell.SaysAsync("on");
        await own.Client.InterruptAsync();
        await cell.EndAsync();
        Assert.Contains("Still running", cell.Text("stderr"), StringComparison.Ordinal);
        Assert.Contains("Restart", cell.Text("stderr"), StringComparison.Ordinal);
        Assert.Equal("1", (await own.Client.RunAsync("1")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_cannot_be_stopped_is_said_to_go_on_and_a_restart_ends_it()
    {
        await using var own = await RunningKernel.StartAsync();
        var cell = own.Client.Execute(
            "Console.WriteLine(\"on\"); try { } finally { while (true) ; }"
        );
        await cell.SaysAsync("on");
        await own.Client.InterruptAsync();
        await cell.SaysAsync("Still running", "stderr");
        Assert.Contains("Restart", cell.Text("stderr"), StringComparison.Ordinal);
        Assert.DoesNotContain("idle", cell.Types);
        await own
            .Client.Send(Line.Control, "shutdown_request", new() { ["restart"] = true })
            .ReplyAsync();
        await own.Process.EndedAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_when_nothing_runs_stops_nothing_that_comes_later()
    {
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal("ok", (await Client.InterruptAsync()).Text("status"));
            Assert.Equal("1", (await Client.RunAsync("1")).Result);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stop_right_after_its_cell_is_never_lost_and_never_hits_the_next()
    {
        await Client.RunAsync("1");
        for (var n = 0; n < 100; n++)
        {
            var cell = Client.Execute("while (true) ;");
            // Cell and stop take different ways, which nothing keeps in order: a user stops what is seen to be busy.
            await cell.Published.FirstAsync(message => message.IsStatus("busy"));
            var stop = Client.Send(Line.Control, "interrupt_request");
            Assert.Equal("error", (await cell.EndAsync()).Text("status"));
            Assert.Equal("Interrupted", cell.Error.Text("ename"));
            await stop.EndAsync();
            Assert.Equal("1", (await Client.RunAsync("1")).Result);
        }
    }

    private KernelClient Client => kernel.Client;

    private async Task StopsAsync(Exchange cell)
    {
        var watch = Stopwatch.StartNew();
        await Client.InterruptAsync();
        var reply = await cell.EndAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_promised);
        Assert.Equal("error", reply.Text("status"));
    }
}

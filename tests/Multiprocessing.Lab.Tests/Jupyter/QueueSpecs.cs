namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Cells that are sent before the ones before them have ended.</summary>
public class QueueSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const string Failing =
        "Console.WriteLine(\"on\"); Thread.Sleep(300); throw new Exception();";

    [Fact(Timeout = 60_000)]
    public async Task Queued_cells_run_in_order()
    {
        var cells = Enumerable
            .Range(1, 20)
            .Select(n => kernel.Client.Execute($"Console.WriteLine(\"{n}\");"))
            .ToList();
        foreach (var (index, cell) in cells.Index())
        {
            await cell.EndAsync();
            Assert.Equal($"{index + 1}\n", cell.Text());
            Assert.Equal(["busy", "execute_input", "stream", "idle"], cell.Types);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_queued_behind_a_failed_cell_does_not_run_and_later_cells_do()
    {
        await kernel.Client.RunAsync("using System.Threading;");
        var failing = kernel.Client.Execute(Failing);
        await failing.SaysAsync("on");
        var queued = new[] { "1", "2" }.Select(code => kernel.Client.Execute(code)).ToList();
        Assert.Equal("error", (await failing.EndAsync()).Text("status"));
        foreach (var cell in queued)
        {
            Assert.Equal("aborted", (await cell.EndAsync()).Text("status"));
            Assert.Equal(["busy", "idle"], cell.Types);
        }
        Assert.Equal("3", (await kernel.Client.RunAsync("3")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_stop_on_error_off_what_is_queued_runs()
    {
        await kernel.Client.RunAsync("using System.Threading;");
        var failing = kernel.Client.Execute(Failing, new() { ["stop_on_error"] = false });
        await failing.SaysAsync("on");
        var queued = kernel.Client.Execute("1");
        Assert.Equal("error", (await failing.EndAsync()).Text("status"));
        await queued.EndAsync();
        Assert.Equal("1", queued.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_cell_is_answered_behind_a_failed_one()
    {
        await kernel.Client.RunAsync("using System.Threading;");
        var failing = kernel.Client.Execute(Failing);
        await failing.SaysAsync("on");
        var info = kernel.Client.Send(Line.Shell, "kernel_info_request");
        await failing.EndAsync();
        Assert.Equal("ok", (await info.EndAsync()).Text("status"));
    }
}

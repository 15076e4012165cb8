using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>
/// However the kernel ends, its session, their workers and their children end. What the fixture checks at its end is
/// the most of each of these specs.
/// </summary>
public class EndSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Shutdown_is_answered_and_ends_all(bool isRestart, bool onShell)
    {
        await using var kernel = await RunningKernel.StartAsync();
        await kernel.Client.RunAsync("System.Diagnostics.Process.Start(\"sleep\", \"600\");");
        Assert.True(kernel.Process.Family.Count >= 3);
        var reply = await kernel
            .Client.Send(
                onShell ? Line.Shell : Line.Control,
                "shutdown_request",
                new JsonObject { ["restart"] = isRestart }
            )
            .ReplyAsync();
        Assert.Equal("ok", reply.Text("status"));
        Assert.Equal(
            isRestart ? JsonValueKind.True : JsonValueKind.False,
            reply.Content.GetProperty("restart").ValueKind
        );
        await kernel.Process.EndedAsync();
        Assert.Equal(0, kernel.Process.Process.ExitCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("while (true) ;")]
    [InlineData("try { } finally { while (true) ; }")]
    [InlineData("Console.ReadLine();")]
    public async Task Shutdown_ends_a_cell_that_runs_and_what_waits_behind_it(string code)
    {
        await using var kernel = await RunningKernel.StartAsync();
        var cell = kernel.Client.Execute("Console.WriteLine(\"on\");\n" + code);
        kernel.Client.Execute("System.IO.File.WriteAllText(\"ran\", \"\");");
        await cell.SaysAsync("on");
        await kernel.Client.Send(Line.Control, "shutdown_request").ReplyAsync();
        await kernel.Process.EndedAsync();
        Assert.Equal(0, kernel.Process.Process.ExitCode);
        Assert.False(File.Exists(Path.Combine(kernel.Process.Folder, "ran")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Shutdown_before_the_session_is_up_leaves_nothing()
    {
        await using var kernel = await RunningKernel.StartAsync();
        await kernel.Client.Send(Line.Control, "shutdown_request").ReplyAsync();
        await kernel.Process.EndedAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 130)]
    [InlineData("INT", 130)]
    public async Task A_signal_ends_kernel_session_workers_and_children(string signal, int exitCode)
    {
        await using var kernel = await RunningKernel.StartAsync();
        await kernel.Client.RunAsync(Library.Load);
        var cell = kernel.Client.Execute(
            """
            System.Diagnostics.Process.Start("sleep", "600");
            using (var pool = new ProcessPool(2))
            {
                pool.ForEach(
                    n =>
                    {
                        System.Diagnostics.Process.Start("sleep", "600");
                        Console.WriteLine("on");
                        Thread.Sleep(-1);
                    },
                    [1, 2]
                );
            }
            """
        );
        await cell.SaysAsync("on\non");
        Assert.True(kernel.Process.Family.Count >= 7, $"{kernel.Process.Family.Count}");
        KernelProcess.Signal(signal, kernel.Process.Process.Id);
        await kernel.Process.EndedAsync();
        Assert.Equal(exitCode, kernel.Process.Process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kernel_does_not_outlive_the_server_that_started_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "starts sleep");
        using var server = Process.Start("sleep", "600");
        await using var kernel = await RunningKernel.StartAsync(("JPY_PARENT_PID", $"{server.Id}"));
        Assert.Equal("1", (await kernel.Client.RunAsync("1")).Result);
        server.Kill();
        await kernel.Process.EndedAsync();
        Assert.Equal(0, kernel.Process.Process.ExitCode);
    }
}

using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>A kernel with a client, for one test or for all of a class. Its end checks that nothing of it is left.</summary>
public sealed class RunningKernel : IAsyncLifetime
{
    private const int Attempts = 5;

    internal KernelProcess Process { get; private set; } = null!;

    internal KernelClient Client { get; private set; } = null!;

    internal static async Task<RunningKernel> StartAsync(
        params (string Name, string Value)[] environment
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var kernel = new RunningKernel();
        await kernel.BeginAsync(environment);
        return kernel;
    }

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
            await BeginAsync([]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is null)
            return;
        try
        {
            if (!Process.Process.HasExited)
            {
                var shutdown = Client.Send(
                    Line.Control,
                    "shutdown_request",
                    new JsonObject { ["restart"] = false }
                );
                Assert.Equal("ok", (await shutdown.ReplyAsync()).Text("status"));
                await Process.EndedAsync();
                Assert.Equal(0, Process.Process.ExitCode);
            }
            await Process.EndedAsync();
            Assert.Empty(Process.Leftovers);
            Assert.Empty(Client.Faults);
        }
        finally
        {
            await Client.DisposeAsync();
            Process.Dispose();
        }
    }

    /// <summary>One more client of the same kernel, which hears iopub once this returns.</summary>
    internal async Task<KernelClient> ConnectAsync(byte[]? identity = null)
    {
        var client = new KernelClient(Process.Connection, identity);
        await client.Published.FirstAsync(message => message.Is("iopub_welcome"));
        return client;
    }

    /// <summary>Asserts that the kernel still does its work on shell and control, and its session too.</summary>
    internal async Task AnswersAsync()
    {
        var ended = Process.Process.WaitForExitAsync();
        var answers = AnswerAsync();
        if (await Task.WhenAny(ended, answers) == ended)
            Assert.Fail($"The kernel has ended:\n{string.Join("\n", Process.Said.All)}");
        await answers;
    }

    private async Task AnswerAsync()
    {
        var info = await Client.AskAsync(Line.Control, "kernel_info_request");
        Assert.Equal("ok", info.Text("status"));
        var comms = await Client.AskAsync(Line.Shell, "comm_info_request");
        Assert.Equal("ok", comms.Text("status"));
        Assert.Equal("2", (await Client.RunAsync("1 + 1")).Result);
    }

    private async Task BeginAsync((string Name, string Value)[] environment)
    {
        for (var attempt = 1; ; attempt++)
        {
            Process = new(ConnectionFile.New(), environment);
            Client = new(Process.Connection);
            var welcomed = Client.Published.FirstAsync(message => message.Is("iopub_welcome"));
            var ended = Process.Process.WaitForExitAsync();
            if (await Task.WhenAny(welcomed, ended) == welcomed)
            {
                await welcomed;
                return;
            }
            // Somebody took a port between its being found free and the kernel's start.
            var said = string.Join("\n", Process.Said.All);
            await Client.DisposeAsync();
            Process.Dispose();
            if (
                attempt == Attempts
                || !said.Contains("cannot be listened on", StringComparison.Ordinal)
            )
                throw new InvalidOperationException($"The kernel did not start:\n{said}");
        }
    }
}

using System.Text.Json;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Messages that are signed with the key, and were recorded by somebody who does not have it.</summary>
public class ReplaySpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task A_request_that_somebody_recorded_and_sends_again_does_not_run_again()
    {
        await Client.RunAsync("var runs = 0;");
        var header = Client.Wire.NewHeader("execute_request");
        var cell = Client.Expect(header["msg_id"]!.GetValue<string>());
        var frames = Client.Wire.Encode(
            KernelClient.Bytes(header),
            "{\"code\": \"runs++;\"}"u8.ToArray()
        );
        Client.SendFrames(Line.Shell, frames);
        await cell.EndAsync();
        foreach (var line in Enum.GetValues<Line>())
            Client.SendFrames(line, frames);
        await using var other = await kernel.ConnectAsync();
        other.SendFrames(Line.Shell, frames);
        Assert.Equal("2", (await other.RunAsync("1 + 1")).Result);
        Assert.Equal("1", (await Client.RunAsync("runs")).Result);
        Assert.Equal(1, cell.ReplyCount);
        await kernel.Process.Said.FirstAsync(line =>
            line.Contains("sent before", StringComparison.Ordinal)
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("iopub_welcome")]
    [InlineData("status")]
    [InlineData("comm_close")]
    public async Task What_the_kernel_says_to_all_is_dropped_and_makes_nobody_trusted_who_sends_it_back(
        string type
    )
    {
        var connection = kernel.Process.Connection;
        using var listener = await Stranger.ConnectAsync(connection, connection.IopubPort, "SUB");
        await listener.SendAsync(Stranger.Frame([1]));
        Client.Send(
            Line.Shell,
            "comm_open",
            new() { ["comm_id"] = "some", ["target_name"] = "none" }
        );
        var (id, frames) = await RecordAsync(listener, type);

        using var stranger = await Stranger.ConnectAsync(
            connection,
            connection.ShellPort,
            "DEALER"
        );
        foreach (var (n, frame) in frames.Index())
            await stranger.SendAsync(
                Stranger.Frame(frame, flags: (byte)(n + 1 < frames.Count ? 1 : 0))
            );
        await stranger.PingAsync();
        await kernel.AnswersAsync();
        Assert.DoesNotContain(Client.Published.All, message => message.ParentId == id);
        // More than all may send together who are not trusted.
        await stranger.SendAsync(Stranger.Frame(new byte[70_000_000]));
        await stranger.ClosedAsync();
        await kernel.AnswersAsync();
    }

    private static async Task<(string? Id, IReadOnlyList<byte[]> Frames)> RecordAsync(
        Stranger listener,
        string type
    )
    {
        while (true)
        {
            // The topic, the delimiter, the signature, the header.
            var frames = await listener.ReadMessageAsync();
            var header = JsonDocument.Parse(frames[3]).RootElement;
            if (header.GetProperty("msg_type").GetString() == type)
                return (header.GetProperty("msg_id").GetString(), [.. frames.Skip(1)]);
        }
    }

    private KernelClient Client => kernel.Client;
}

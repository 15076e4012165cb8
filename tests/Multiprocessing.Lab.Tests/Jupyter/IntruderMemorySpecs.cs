using System.Globalization;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whoever reaches the ports without the key cannot fill the kernel's memory.</summary>
public class IntruderMemorySpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const int MostMegabytes = 700;

    [Theory(Timeout = 60_000)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 100L)]
    [InlineData(1L << 29)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public async Task A_length_that_is_only_claimed_takes_no_memory(long claimed)
    {
        var strangers = new List<Stranger>();
        foreach (var (port, type) in Connection.Sockets)
        {
            for (var n = 0; n < 30; n++)
            {
                strangers.Add(await Stranger.ConnectAsync(Connection, port, type));
                await strangers[^1].SendAsync(Stranger.Frame([7], claimed: claimed));
            }
        }
        await StaysSmallAsync();
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(100_000)]
    public async Task A_message_of_parts_without_end_is_refused(int length)
    {
        foreach (var (port, type) in Connection.Sockets)
        {
            using var stranger = await Stranger.ConnectAsync(Connection, port, type);
            var some = Enumerable
                .Repeat(Stranger.Frame(new byte[length], flags: 1), 1_000_000 / (length + 10))
                .SelectMany(frame => frame)
                .ToArray();
            var sent = 0L;
            while (sent < 1_000_000_000 && await stranger.SendAsync(some))
                sent += some.Length;
            Assert.True(sent < 1_000_000_000, $"{sent} bytes were taken");
        }
        await StaysSmallAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task One_who_uses_up_the_memory_that_strangers_share_locks_nobody_out()
    {
        // One of its own, of whose memory nobody else has any.
        await using var fresh = await RunningKernel.StartAsync();
        var connection = fresh.Process.Connection;
        using var hoarder = await Stranger.ConnectAsync(connection, connection.ShellPort, "DEALER");
        // Memory is doubled, so all of it is taken when half has arrived: that is so when as much as this is on its way.
        await hoarder.SendAsync(
            Stranger.Frame(new byte[50 << 20], claimed: (64 << 20) + (15 << 10))
        );
        using var refused = await Stranger.ConnectAsync(
            connection,
            connection.ControlPort,
            "DEALER"
        );
        var stopped = TestContext.Current.CancellationToken;
        while (await refused.SendAsync(Stranger.Frame(new byte[100_000])))
            stopped.ThrowIfCancellationRequested();

        await using var other = await fresh.ConnectAsync();
        Assert.Equal("1", (await other.RunAsync("1")).Result);
        Assert.True(await Task.Run(other.Beat));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_asks_for_signs_of_life_and_does_not_read_them_fills_no_memory(bool byPing)
    {
        var question = byPing
            ? Stranger.Frame([4, .. "PING"u8, 0, 0, .. new byte[16]], 4)
            : Stranger.Frame(new byte[200]);
        var many = Enumerable.Repeat(question, 10_000).SelectMany(frame => frame).ToArray();
        var strangers = new List<Stranger>();
        for (var n = 0; n < 10; n++)
        {
            strangers.Add(
                await Stranger.ConnectAsync(Connection, Connection.HeartbeatPort, "DEALER")
            );
            for (var i = 0; i < 20 && await strangers[^1].SendAsync(many); i++) { }
        }
        await StaysSmallAsync();
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_listens_and_does_not_read_is_let_go_and_others_get_all()
    {
        // A quarter of the memory may wait for one; here of 256 MB.
        await using var small = await RunningKernel.StartAsync(
            ("DOTNET_GCHeapHardLimit", "0x10000000")
        );
        using var stranger = new Stranger(
            small.Process.Connection.Address,
            small.Process.Connection.IopubPort
        );
        await stranger.ShakeAsync("SUB");
        await stranger.SendAsync(Stranger.Frame([1]));
        var cell = await small.Client.RunAsync(
            "for (var n = 0; n < 200; n++) new string('x', 1_000_000).DisplayAs(\"text/plain\");"
        );
        Assert.Equal(200, cell.Of("display_data").Count());
        await small.Process.Said.FirstAsync(line =>
            line.Contains("unread", StringComparison.Ordinal)
        );
        await stranger.ClosedAsync();
        await small.AnswersAsync();
    }

    private ConnectionFile Connection => kernel.Process.Connection;

    private async Task StaysSmallAsync()
    {
        await kernel.AnswersAsync();
        var id = kernel.Process.Process.Id;
        var line = File.ReadLines($"/proc/{id}/status")
            .Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = int.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
        Assert.InRange(kilobytes / 1024, 1, MostMegabytes);
    }
}

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whoever reaches the ports without the key and breaks the protocol on purpose loses his connection, and nobody else anything.</summary>
public class IntruderSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Theory(Timeout = 60_000)]
    [InlineData(256)]
    [InlineData(3000)]
    [InlineData(50_000)]
    [InlineData(10_000_000)]
    public async Task A_topic_that_is_far_too_long_is_refused(int length)
    {
        using var stranger = await Stranger.ConnectAsync(Connection, Connection.IopubPort, "SUB");
        await stranger.SendAsync(Stranger.Frame([1, .. new byte[length]]));
        await stranger.ClosedAsync();
        await kernel.AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Topics_without_end_are_refused_also_where_each_is_given_up_again(bool givesUp)
    {
        using var stranger = await Stranger.ConnectAsync(Connection, Connection.IopubPort, "XSUB");
        for (var n = 0; n < 100_000; n++)
        {
            byte[] topic = [(byte)(n >> 16), (byte)(n >> 8), (byte)n, .. new byte[n % 200]];
            if (!await stranger.SendAsync(Stranger.Frame([1, .. topic])))
                break;
            if (givesUp && !await stranger.SendAsync(Stranger.Frame([0, .. topic])))
                break;
        }
        await stranger.ClosedAsync();
        await kernel.AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Topics_that_were_given_up_are_not_sent_any_more()
    {
        using var stranger = await Stranger.ConnectAsync(Connection, Connection.IopubPort, "SUB");
        await stranger.SendAsync(Stranger.Frame([1, .. "status"u8]));
        await stranger.Stream.ReadExactlyAsync(new byte[1]);
        await stranger.SendAsync(Stranger.Frame([0, .. "status"u8]));
        await stranger.SendAsync(Stranger.Frame([0, .. "never"u8]));
        await kernel.AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Topics_may_come_as_commands_as_ZeroMQ_sends_them_since_version_3_1()
    {
        using var listener = await Stranger.ConnectAsync(
            Connection,
            Connection.IopubPort,
            "SUB",
            minorVersion: 1
        );
        await listener.SendAsync(Stranger.Frame([9, .. "SUBSCRIBE"u8, .. "status"u8], 4));
        await listener.ReadMessageAsync();
        await kernel.AnswersAsync();
        Assert.NotEqual(0, await listener.PingAsync());
        await listener.SendAsync(Stranger.Frame([6, .. "CANCEL"u8, .. "status"u8], 4));
        await listener.PingAsync();
        await kernel.AnswersAsync();
        Assert.Equal(0, await listener.PingAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Commands_that_are_not_known_do_no_harm_and_a_ping_is_answered()
    {
        foreach (var (port, type) in Connection.Sockets)
        {
            using var stranger = await Stranger.ConnectAsync(Connection, port, type);
            await stranger.SendAsync(Stranger.Frame([3, .. "ABC"u8, 1, 2], 4));
            await stranger.SendAsync(Stranger.Frame([4, .. "PING"u8, 0, 9, .. "hello"u8], 4));
            byte[] pong = Stranger.Frame([4, .. "PONG"u8, .. "hello"u8], 4);
            var answer = new byte[pong.Length];
            await stranger.Stream.ReadExactlyAsync(answer);
            Assert.Equal(pong, answer);
            await stranger.SendAsync(Stranger.Frame([], 4));
            await stranger.ClosedAsync();
        }
        await kernel.AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_name_that_a_client_has_cannot_be_taken_from_it()
    {
        var asked = kernel.Client.Execute("var line = Console.ReadLine(); line");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == asked.Id);
        using var shell = await Stranger.ConnectAsync(
            Connection,
            Connection.ShellPort,
            "DEALER",
            kernel.Client.Identity
        );
        using var stdin = await Stranger.ConnectAsync(
            Connection,
            Connection.StdinPort,
            "DEALER",
            kernel.Client.Identity
        );
        kernel.Client.Answer("mine");
        await asked.EndAsync();
        Assert.Equal("mine", asked.Result);
        var next = kernel.Client.Execute("Console.ReadLine()");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == next.Id);
        kernel.Client.Answer("mine too");
        await next.EndAsync();
        Assert.Equal("mine too", next.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_said_of_strangers_is_bounded()
    {
        var before = kernel.Process.Said.All.Count;
        for (var n = 0; n < 300; n++)
        {
            using var stranger = new Stranger(Connection.Address, Connection.ShellPort);
            await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            await stranger.ClosedAsync();
        }
        await kernel.Process.Said.FirstAsync(line =>
            line.Contains("held back", StringComparison.Ordinal)
        );
        Assert.InRange(kernel.Process.Said.All.Count - before, 1, 150);
    }

    private ConnectionFile Connection => kernel.Process.Connection;
}

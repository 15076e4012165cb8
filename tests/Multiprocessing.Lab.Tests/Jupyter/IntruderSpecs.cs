using System.Globalization;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whoever reaches the ports without the key and breaks the protocol on purpose loses his connection, and nobody else anything.</summary>
public class IntruderSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const int MostMegabytes = 700;

    [Theory(Timeout = 60_000)]
    [InlineData(256)]
    [InlineData(3000)]
    [InlineData(50_000)]
    [InlineData(10_000_000)]
    public async Task A_topic_that_is_far_too_long_is_refused(int length)
    {
        using var stranger = await ConnectAsync(Connection.IopubPort, "SUB");
        await stranger.SendAsync(Stranger.Frame([1, .. new byte[length]]));
        await stranger.ClosedAsync();
        await kernel.AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Topics_without_end_are_refused_also_where_each_is_given_up_again(bool givesUp)
    {
        using var stranger = await ConnectAsync(Connection.IopubPort, "XSUB");
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
        using var stranger = await ConnectAsync(Connection.IopubPort, "SUB");
        await stranger.SendAsync(Stranger.Frame([1, .. "status"u8]));
        await stranger.Stream.ReadExactlyAsync(new byte[1]);
        await stranger.SendAsync(Stranger.Frame([0, .. "status"u8]));
        await stranger.SendAsync(Stranger.Frame([0, .. "never"u8]));
        await kernel.AnswersAsync();
    }

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
        foreach (var (port, type) in Ports)
        {
            for (var n = 0; n < 30; n++)
            {
                strangers.Add(await ConnectAsync(port, type));
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
        foreach (var (port, type) in Ports)
        {
            using var stranger = await ConnectAsync(port, type);
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

    public static TheoryData<string> Openings =>
        [
            .. new[]
            {
                Stranger.Ready(Stranger.Property("a", [], claimed: -1)),
                Stranger.Ready(Stranger.Property("a", [], claimed: int.MinValue)),
                Stranger.Ready(Stranger.Property("a", [], claimed: int.MaxValue)),
                Stranger.Ready([200, 1, 2]),
                Stranger.Ready([0]),
                Stranger.Ready(Stranger.Property("Socket-Type", "CLIENT"u8.ToArray())),
                Stranger.Ready(Stranger.Property("Socket-Type", [0xff, 0])),
                Stranger.Ready([]),
                Stranger.Frame([], 4),
                Stranger.Frame([255], 4),
                Stranger.Frame([5, .. "ERROR"u8, 255], 4),
                Stranger.Frame(new byte[100], 0xff),
                Stranger.Frame(new byte[100_000], 4),
                Stranger.Frame([], 4, claimed: -5),
            }.Select(Convert.ToHexString),
        ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Openings))]
    public async Task A_handshake_that_goes_wrong_ends_the_connection(string opening)
    {
        foreach (var port in Connection.Ports)
        {
            using var stranger = new Stranger(Connection.Address, port);
            await stranger.SendAsync(Stranger.Greeting);
            await stranger.SendAsync(Convert.FromHexString(opening));
            await stranger.ClosedAsync();
        }
        await kernel.AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("FF00000000FFFFFFFF00")]
    [InlineData("FF000000007FFFFFFF01")]
    [InlineData("FF7FFFFFFFFFFFFFFF01")]
    [InlineData("FF00000000000000017F00")]
    [InlineData("FF00000000000000017F0107")]
    [InlineData("FF00000000000000017F02FFFFFFFFFFFFFFFF")]
    [InlineData("0500")]
    public async Task Older_versions_of_the_protocol_are_refused(string opening)
    {
        foreach (var port in Connection.Ports)
        {
            using var stranger = new Stranger(Connection.Address, port);
            await stranger.SendAsync(Convert.FromHexString(opening));
        }
        await kernel.AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_connects_and_says_nothing_is_let_go()
    {
        var strangers = Connection
            .Ports.SelectMany(port =>
                Enumerable.Range(0, 100).Select(_ => new Stranger(Connection.Address, port))
            )
            .ToList();
        await kernel.AnswersAsync();
        Assert.True(await Task.Run(kernel.Client.Beat));
        await Task.WhenAll(strangers.Select(stranger => stranger.ClosedAsync()));
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task More_connections_than_are_taken_leave_those_alone_that_are_there()
    {
        var strangers = new List<Stranger>();
        foreach (var (port, type) in Ports)
        {
            for (var n = 0; n < 600; n++)
            {
                var stranger = new Stranger(Connection.Address, port);
                strangers.Add(stranger);
                if (n < 400)
                    await stranger.ShakeAsync(type);
            }
            await strangers[^1].ClosedAsync();
        }
        await kernel.AnswersAsync();
        strangers.ForEach(stranger => stranger.Dispose());
        await using var other = await kernel.ConnectAsync();
        Assert.Equal("1", (await other.RunAsync("1")).Result);
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

    [Fact(Timeout = 60_000)]
    public async Task Who_connects_and_says_nothing_takes_nobodys_place()
    {
        var strangers = Connection
            .Ports.SelectMany(port =>
                Enumerable.Range(0, 700).Select(_ => new Stranger(Connection.Address, port))
            )
            .ToList();
        await using var other = await kernel.ConnectAsync();
        Assert.Equal("1", (await other.RunAsync("1")).Result);
        Assert.True(await Task.Run(other.Beat));
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_connects_and_says_nothing_does_not_hold_up_the_end()
    {
        var ending = new System.Diagnostics.Stopwatch();
        var strangers = new List<Stranger>();
        await using (var other = await RunningKernel.StartAsync())
        {
            await other.AnswersAsync();
            foreach (var port in other.Process.Connection.Ports)
                strangers.Add(new(other.Process.Connection.Address, port));
            ending.Start();
        }
        // Who says nothing is let go after 10 s.
        Assert.InRange(ending.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        strangers.ForEach(stranger => stranger.Dispose());
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
            strangers.Add(await ConnectAsync(Connection.HeartbeatPort, "DEALER"));
            for (var i = 0; i < 20 && await strangers[^1].SendAsync(many); i++) { }
        }
        await StaysSmallAsync();
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task Commands_that_are_not_known_do_no_harm_and_a_ping_is_answered()
    {
        foreach (var (port, type) in Ports)
        {
            using var stranger = await ConnectAsync(port, type);
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
        using var shell = await ConnectAsync(
            Connection.ShellPort,
            "DEALER",
            kernel.Client.Identity
        );
        using var stdin = await ConnectAsync(
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

    private IEnumerable<(int Port, string Type)> Ports =>
        Connection.Ports.Select(port => (port, port == Connection.IopubPort ? "SUB" : "DEALER"));

    private async Task<Stranger> ConnectAsync(int port, string type, byte[]? identity = null)
    {
        var stranger = new Stranger(Connection.Address, port);
        await stranger.ShakeAsync(type, identity);
        return stranger;
    }

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

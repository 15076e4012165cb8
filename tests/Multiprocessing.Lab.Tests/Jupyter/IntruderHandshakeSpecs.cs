namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whoever breaks the protocol as it begins, or does not begin it, loses his connection, and nobody else anything.</summary>
public class IntruderHandshakeSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
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
        // One that stops in the middle is let go after a while, at all ports at once.
        await Task.WhenAll(Connection.Ports.Select(RefusesAsync));
        await kernel.AnswersAsync();

        async Task RefusesAsync(int port)
        {
            using var stranger = new Stranger(Connection.Address, port);
            await stranger.SendAsync(Convert.FromHexString(opening));
            await stranger.ClosedAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_connects_and_says_nothing_is_let_go_and_that_is_said()
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
        await kernel.Process.Said.FirstAsync(line =>
            line.Contains("did not finish its handshake", StringComparison.Ordinal)
        );
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

    [Fact(Timeout = 60_000)]
    public async Task More_connections_than_are_taken_leave_those_alone_that_are_there()
    {
        var strangers = new List<Stranger>();
        foreach (var (port, type) in Connection.Sockets)
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

    private ConnectionFile Connection => kernel.Process.Connection;
}

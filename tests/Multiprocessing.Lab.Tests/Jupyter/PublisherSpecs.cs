using System.Net;
using Multiprocessing.Lab.Jupyter.Zmtp;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>How much of what is published waits for those who subscribe.</summary>
public class PublisherSpecs
{
    private const int Megabyte = 1024 * 1024;
    private static readonly byte[] s_topic = "topic"u8.ToArray();

    private readonly ConnectionFile _connection = ConnectionFile.New();

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_reads_slowly_but_steadily_gets_all_and_slows_down_who_publishes(
        bool withOneWhoWantsNothing
    )
    {
        const int Count = 300;
        await using var socket = Listen(mostUnread: 24 * Megabyte);
        var publisher = new Publisher(socket, (_, _) => { });
        publisher.Start();
        using var reader = await SubscribeAsync(s_topic);
        using var other = withOneWhoWantsNothing ? await SubscribeAsync("zzz"u8.ToArray()) : null;
        var most = 0L;
        var publishing = Task.Run(() =>
        {
            for (var n = 0; n < Count; n++)
            {
                publisher.WaitForRoom(s_topic);
                publisher.Publish([s_topic, BitConverter.GetBytes(n), new byte[200_000]]);
                most = Math.Max(most, socket.Peers.Sum(peer => peer.Waiting));
            }
        });
        for (var n = 0; n < Count; n++)
        {
            var message = await reader.ReadMessageAsync();
            Assert.Equal(n, BitConverter.ToInt32(message[1]));
            Assert.Equal(200_000, message[2].Length);
            // About 10 MB a second.
            if (n % 5 == 0)
                await Task.Delay(100);
        }
        await publishing;
        Assert.InRange(most, 1, 17 * Megabyte);
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_who_do_not_read_fill_no_more_together_than_one_may()
    {
        const int Most = 8 * Megabyte;
        await using var socket = Listen(Most);
        var publisher = new Publisher(socket, (_, _) => { });
        publisher.Start();
        var strangers = new List<Stranger>();
        for (var n = 0; n < 5; n++)
            strangers.Add(await SubscribeAsync(s_topic));
        for (var n = 0; n < 50; n++)
        {
            publisher.Publish([s_topic, new byte[Megabyte]]);
            Assert.InRange(socket.Peers.Sum(peer => peer.Waiting), 0, Most);
        }
        strangers.ForEach(stranger => stranger.Dispose());
    }

    private ZmtpSocket Listen(long mostUnread) =>
        new(
            "test",
            new(IPAddress.Loopback, _connection.IopubPort),
            ZmtpRole.Publisher with
            {
                MostUnread = mostUnread,
            },
            new(Megabyte),
            _ => { }
        );

    private async Task<Stranger> SubscribeAsync(byte[] topic)
    {
        var subscriber = await Stranger.ConnectAsync(_connection, _connection.IopubPort, "SUB");
        await subscriber.SendAsync(Stranger.Frame([1, .. topic]));
        await subscriber.PingAsync();
        return subscriber;
    }
}

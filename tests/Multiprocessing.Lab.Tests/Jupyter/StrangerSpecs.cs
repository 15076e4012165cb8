using System.Net.Sockets;
using NetMQ;
using NetMQ.Sockets;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whoever connects to its ports without being a client, the kernel goes on to answer those who are.</summary>
public class StrangerSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task What_does_not_speak_ZeroMQ_at_all_does_no_harm()
    {
        var random = new Random(11);
        byte[][] openings =
        [
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(),
            // A greeting as ZeroMQ has it, and then a frame that claims to be longer than any memory.
            [
                0xff,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                1,
                0x7f,
                1,
                5,
                2,
                0x7f,
                .. Enumerable.Repeat((byte)0xff, 7),
            ],
            [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 0, 2, 0x00, 0x10, 0, 0, 0, 0, 0],
            [],
        ];
        foreach (var port in kernel.Process.Connection.Ports)
        {
            foreach (var opening in openings)
            {
                using var stranger = new TcpClient(kernel.Process.Connection.Address, port);
                await stranger.GetStream().WriteAsync(opening);
            }
            for (var n = 0; n < 20; n++)
            {
                var bytes = new byte[random.Next(1, 500)];
                random.NextBytes(bytes);
                if (n % 2 == 0)
                    openings[1].AsSpan(0, 12).CopyTo(bytes.Length > 12 ? bytes : new byte[12]);
                using var stranger = new TcpClient(kernel.Process.Connection.Address, port);
                await stranger.GetStream().WriteAsync(bytes);
            }
        }
        await kernel.AnswersAsync();
        Assert.True(await Task.Run(kernel.Client.Beat));
    }

    [Fact(Timeout = 60_000)]
    public async Task Sockets_of_a_kind_that_does_not_belong_there_do_no_harm()
    {
        foreach (var port in kernel.Process.Connection.Ports)
        {
            foreach (
                var socket in (NetMQSocket[])
                    [
                        new DealerSocket(),
                        new RouterSocket(),
                        new PairSocket(),
                        new PushSocket(),
                        new SubscriberSocket(),
                        new XSubscriberSocket(),
                        new RequestSocket(),
                    ]
            )
            {
                using (socket)
                {
                    socket.Options.Linger = TimeSpan.FromMilliseconds(100);
                    socket.Connect(kernel.Process.Connection.Endpoint(port));
                    if (socket is SubscriberSocket subscriber)
                        subscriber.Subscribe("some");
                    else if (socket is not RouterSocket)
                        socket.TrySendMultipartBytes([1, 2, 3], [], [0, 1]);
                }
            }
        }
        await kernel.AnswersAsync();
        Assert.True(await Task.Run(kernel.Client.Beat));
    }
}

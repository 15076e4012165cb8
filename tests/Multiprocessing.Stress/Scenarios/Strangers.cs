using System.Net.Sockets;
using Multiprocessing.Links;
using Multiprocessing.Platform;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Frames that are none, and connections of nobody known.</summary>
internal static class Strangers
{
    private const int MostAllocated = 2_000_000;

    /// <summary>Strangers connect in every way while the worker is awaited; the worker still gets in.</summary>
    public static async Task<string> ConnectAsync(int strangers)
    {
        List<string> told = [];
        using var endpoint = new LocalEndpoint();
        Task<LocalSocket?> worker = Task.Run(() => endpoint.Accept(() => false, told.Add));
        var random = new Random(4);
        List<Socket> silent = [];
        for (int i = 0; i < strangers; i++)
        {
            byte[] said = new byte[
                (i % 4) switch
                {
                    0 => 0,
                    1 => 31,
                    2 => 32,
                    _ => 5000,
                }
            ];
            random.NextBytes(said);
            Socket stranger = Connect(endpoint.Address);
            TrySend(bytes => stranger.Send(bytes), said);
            if (i % 8 == 0)
            {
                silent.Add(stranger);
            }
            else
            {
                stranger.Dispose();
            }
        }

        using LocalSocket known = LocalSocket.Connect(endpoint.Address);
        known.Send(endpoint.WorkerSecret);
        using LocalSocket? admitted = await worker
            .WaitAsync(TimeSpan.FromSeconds(30))
            .ConfigureAwait(false);
        known.Send([42]);
        byte[] answer = new byte[LocalEndpoint.SecretLength];
        Check.Same(answer.Length, known.Receive(answer), "bytes of the parent's answer");
        Check.That(answer.AsSpan().SequenceEqual(endpoint.ParentSecret), "a wrong answer");
        byte[] got = new byte[1];
        Check.Same(1, admitted!.Receive(got), "bytes of the worker");
        Check.Same((byte)42, got[0], "the worker's byte");
        silent.ForEach(stranger => stranger.Dispose());

        Check.That(told.Contains("its secret is wrong"), "a wrong secret is not told");
        Check.That(
            told.Exists(reason => reason.Contains("without presenting", StringComparison.Ordinal)),
            "who leaves is not told"
        );
        return $"{strangers:N0} strangers refused with a reason, the worker admitted";
    }

    /// <summary>Bytes that are no frames, or frames cut short, or of absurd length.</summary>
    public static async Task<string> FramesAsync(int streams)
    {
        var random = new Random(5);
        int refused = 0;
        int ended = 0;
        for (int i = 0; i < streams; i++)
        {
            byte[] bytes = Hostile(random, i);
            using var endpoint = new LocalEndpoint();
            Task<LocalSocket?> accepted = Task.Run(() => endpoint.Accept(() => false, _ => { }));
            using (LocalSocket worker = LocalSocket.Connect(endpoint.Address))
            {
                worker.Send(endpoint.WorkerSecret);
                using var frames = new FrameSocket((await accepted.ConfigureAwait(false))!);
                TrySend(worker.Send, bytes);
                worker.Dispose();
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    while (frames.Read() is not null) { }
                    ended++;
                }
                catch (InvalidDataException)
                {
                    refused++;
                }

                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Check.That(
                    allocated <= MostAllocated + (16L * bytes.Length),
                    $"stream {i}: {allocated} bytes are allocated for {bytes.Length}"
                );
            }
        }

        return $"{streams:N0} streams: {refused:N0} refused, {ended:N0} cut short, none believed";
    }

    private static byte[] Hostile(Random random, int i)
    {
        byte[] bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        if (i % 2 == 0)
        {
            bytes[0] = (byte)random.Next(1, 14); // a known kind, an absurd length
        }

        if (i % 8 == 2 && bytes.Length >= 25)
        {
            // One large array, of a known kind, of which little or nothing comes.
            int claimed = random.Next();
            bytes[1] = 1;
            BitConverter.TryWriteBytes(bytes.AsSpan(12), claimed);
            BitConverter.TryWriteBytes(bytes.AsSpan(16), 1);
            bytes[20] = (byte)random.Next(0, 14);
            BitConverter.TryWriteBytes(bytes.AsSpan(21), claimed - 9 - random.Next(0, 2));
        }

        if (i % 4 == 0 && bytes.Length >= 16)
        {
            BitConverter.TryWriteBytes(
                bytes.AsSpan(12),
                random.Next(3) == 0 ? Array.MaxLength : random.Next()
            );
        }

        return bytes;
    }

    private static Socket Connect(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(
            new UnixDomainSocketEndPoint(address.StartsWith('@') ? '\0' + address[1..] : address)
        );
        return socket;
    }

    private static void TrySend(Func<ReadOnlySpan<byte>, int> send, byte[] bytes)
    {
        try
        {
            send(bytes);
        }
        catch (SocketException)
        {
            // Refused meanwhile, as it should be.
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Multiprocessing.Links;
using Multiprocessing.Platform;

namespace Multiprocessing.Stress.Roles;

/// <summary>Somebody who is neither parent nor worker, and comes to their sockets.</summary>
internal static class Stranger
{
    /// <summary>Begins the line that says how many bytes were heard.</summary>
    public const string Heard = "heard ";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    public static async Task<int> PlayAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["listen", string address]:
                Listen(address, []);
                break;
            case ["answer", string address]:
                Listen(address, Answer());
                break;
            case ["crowd", string address]:
                await CrowdAsync(address).ConfigureAwait(false);
                break;
            case ["fill"]:
                Come(Fill);
                break;
            case ["flood", string count]:
                Come(address => Flood(address, int.Parse(count, CultureInfo.InvariantCulture)));
                break;
            case ["churn"]:
                Come(Churn);
                break;
            default:
                return 2;
        }

        return 0;
    }

    /// <summary>In a parent's place, which may first have to become free: takes in one worker and hears it.</summary>
    private static void Listen(string address, byte[] answer)
    {
        Console.WriteLine(Role.Starting);
        using LocalSocket listener = Take(address);
        Console.WriteLine(Role.Ready);
        using LocalSocket worker = listener.Accept();
        int heard = 0;
        try
        {
            if (answer.Length > 0)
            {
                worker.Send(answer);
            }

            byte[] bytes = new byte[4096];
            while (worker.HasBytes(s_patience) && worker.Receive(bytes) is > 0 and int got)
            {
                heard += got;
            }
        }
        catch (SocketException)
        {
            // It has turned away.
        }

        Console.WriteLine($"{Heard}{heard}");
    }

    /// <summary>In a parent's place, with so many waiting that nobody else can connect.</summary>
    private static async Task CrowdAsync(string address)
    {
        using LocalSocket listener = Take(address);
        List<LocalSocket> crowd = Fill(address);
        Console.WriteLine(Role.Ready);
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
        crowd.ForEach(one => one.Dispose());
    }

    private static LocalSocket Take(string address)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return LocalSocket.Listen(address);
            }
            catch (SocketException) when (watch.Elapsed < s_patience)
            {
                // Not free yet; no pause, for the first who comes has it.
            }
        }
    }

    /// <summary>What a parent would send that wants its worker to end, but for the secret.</summary>
    private static byte[] Answer()
    {
        byte[] answer = new byte[LocalEndpoint.SecretLength + 16];
        answer[LocalEndpoint.SecretLength] = (byte)FrameKind.Shutdown;
        return answer;
    }

    /// <summary>Comes to each address that it is told, one a line, and holds what it has connected.</summary>
    private static void Come(Func<string, List<LocalSocket>> come)
    {
        List<LocalSocket> held = [];
        Console.WriteLine(Role.Ready);
        while (Console.ReadLine() is { } address)
        {
            List<LocalSocket> last = held;
            held = come(address);
            Console.WriteLine(held.Count);
            last.ForEach(one => one.Dispose());
        }
    }

    /// <summary>Connects and says nothing until nobody else can connect.</summary>
    private static List<LocalSocket> Fill(string address)
    {
        List<LocalSocket> crowd = [];
        while (LocalSocket.TryConnect(address, s_moment) is { } one)
        {
            crowd.Add(one);
        }

        return crowd;
    }

    /// <summary>Connects that often and says nothing.</summary>
    private static List<LocalSocket> Flood(string address, int count)
    {
        List<LocalSocket> flood = [];
        try
        {
            while (flood.Count < count)
            {
                flood.Add(LocalSocket.Connect(address));
            }
        }
        catch (SocketException)
        {
            // The worker is there, and its place is closed.
        }

        return flood;
    }

    /// <summary>Connects and leaves, again and again.</summary>
    private static List<LocalSocket> Churn(string address)
    {
        try
        {
            while (true)
            {
                LocalSocket.Connect(address).Dispose();
            }
        }
        catch (SocketException)
        {
            return [];
        }
    }
}

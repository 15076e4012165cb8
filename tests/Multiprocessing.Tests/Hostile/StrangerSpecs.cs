using System.Net.Sockets;
using Multiprocessing.Links;
using Multiprocessing.Platform;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;
using Multiprocessing.Stress.Scenarios;
using Multiprocessing.Tests.Insight;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Whoever is not the worker is kept out, and does not keep the worker out.</summary>
[Collection(CapturedConsole.Collection)]
public class StrangerSpecs
{
    // On a busy machine two medians differ by more than strangers cost; before, they cost a second and more.
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(400);

    [Theory(Timeout = 120_000)]
    [InlineData(StartingWorkers.Pool)]
    [InlineData(StartingWorkers.Process)]
    public async Task Silent_connections_of_another_user_neither_delay_a_start_nor_fill_the_console(
        string what
    )
    {
        await SkipWithoutAnotherUserAsync();
        await Floods.RunAsync(what, ["flood", "400"], true, starts: 3, times: 1.3, s_slack);
    }

    [Fact(Timeout = 120_000)]
    public async Task Another_user_who_connects_and_leaves_without_end_neither_delays_a_start_nor_fills_the_console()
    {
        await SkipWithoutAnotherUserAsync();
        await Floods.RunAsync(StartingWorkers.Pool, ["churn"], true, starts: 3, times: 2, s_slack);
    }

    [Fact(Timeout = 120_000)]
    public async Task Silent_connections_of_the_same_user_neither_delay_a_start_nor_fill_the_console()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere sockets have no public name.");
        await Floods.RunAsync(
            StartingWorkers.Pool,
            ["flood", "400"],
            ofAnotherUser: false,
            starts: 3,
            times: 1.3,
            s_slack
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pool_tells_of_strangers_once_on_the_console_and_in_its_log()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere sockets have no public name.");
        using var console = new CapturedConsole();
        var log = new RecordingLogger();
        using var over = new CancellationTokenSource();
        Task strangers = Task.Run(() => ComeToAll(over.Token));
        // A new worker for each item.
        var options = new PoolOptions
        {
            Workers = 2,
            MaxTasksPerChild = 1,
            Logger = log,
        };
        using (var pool = new ProcessPool(options))
        {
            pool.Map(n => n, Enumerable.Range(0, 8), chunkSize: 1);
        }

        await over.CancelAsync();
        await strangers;
        Assert.Single(log.Lines, line => line.Event == 6);
        Assert.Single(console.Error.Split('\n'), line => line.Length > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_fills_the_room_without_a_word_makes_way_for_the_worker()
    {
        using var endpoint = new LocalEndpoint();
        List<LocalSocket> silent = [];
        List<string> refused = [];
        Task<LocalSocket?> accepting = Task.Run(() => endpoint.Accept(() => false, refused.Add));
        for (int i = 0; i < 500; i++)
        {
            silent.Add(LocalSocket.Connect(endpoint.Address));
        }

        using LocalSocket worker = LocalSocket.Connect(endpoint.Address);
        worker.Send(endpoint.WorkerSecret);
        byte[] answer = new byte[LocalEndpoint.SecretLength];
        Assert.Equal(answer.Length, worker.Receive(answer));
        Assert.Equal(endpoint.ParentSecret, answer);
        using LocalSocket? accepted = await accepting;
        Assert.NotNull(accepted);
        Assert.NotEmpty(refused);
        silent.ForEach(one => one.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_is_told_the_parents_secret_who_has_not_shown_the_workers()
    {
        using var endpoint = new LocalEndpoint();
        Assert.NotEqual(endpoint.WorkerSecret, endpoint.ParentSecret);
        bool ended = false;
        Task<LocalSocket?> accepting = Task.Run(() =>
            endpoint.Accept(() => Volatile.Read(ref ended), _ => { })
        );
        byte[] got = new byte[1];
        foreach (byte[] said in new[] { [], endpoint.ParentSecret, endpoint.WorkerSecret[1..] })
        {
            using LocalSocket stranger = LocalSocket.Connect(endpoint.Address);
            if (said.Length > 0)
            {
                stranger.Send(said);
            }

            Assert.Equal(0, stranger.Receive(got));
        }

        Volatile.Write(ref ended, true);
        Assert.Null(await accepting);
    }

    /// <summary>Connects to each worker's socket of this process, says the wrong thing, and goes.</summary>
    private static void ComeToAll(CancellationToken over)
    {
        HashSet<string> seen = [];
        while (!over.IsCancellationRequested)
        {
            foreach (string name in Machine.HeldBy([Environment.ProcessId]))
            {
                if (
                    name.StartsWith("@multiprocessing-", StringComparison.Ordinal) && seen.Add(name)
                )
                {
                    try
                    {
                        using LocalSocket stranger = LocalSocket.Connect(name);
                        stranger.Send(new byte[LocalEndpoint.SecretLength]);
                    }
                    catch (SocketException)
                    {
                        // The worker was there before.
                    }
                }
            }
        }
    }

    private static async Task SkipWithoutAnotherUserAsync()
    {
        string? reason = await AnotherUser.UnavailableAsync();
        Assert.SkipUnless(reason is null, reason ?? "");
    }
}

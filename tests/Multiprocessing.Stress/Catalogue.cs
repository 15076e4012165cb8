using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;
using Multiprocessing.Stress.Scenarios;

namespace Multiprocessing.Stress;

/// <summary>All scenarios, in full counts.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "kills-with-retries",
            "a random worker is killed with SIGKILL during maps with retries",
            TimeSpan.FromMinutes(10),
            () => WorkerKills.WithRetriesAsync(kills: 500)
        ),
        new(
            "kills-without-retries",
            "the same without retries",
            TimeSpan.FromMinutes(10),
            () => WorkerKills.WithoutRetriesAsync(kills: 500)
        ),
        new(
            "parent-kills",
            "the parent is killed with SIGKILL while workers start or compute",
            TimeSpan.FromMinutes(10),
            () => ParentKills.RunAsync(kills: 50)
        ),
        new(
            "interrupts",
            "Ctrl+C in a terminal",
            TimeSpan.FromMinutes(5),
            () => Interrupts.RunAsync(times: 10)
        ),
        new(
            "jobs",
            "Ctrl+Z, fg and Ctrl+C in a terminal, with children of workers",
            TimeSpan.FromMinutes(5),
            () => TerminalJobs.RunAsync(times: 5)
        ),
        new(
            "pools",
            "pools are opened, used and disposed in one process",
            TimeSpan.FromMinutes(20),
            () => PoolChurn.RunAsync(pools: 1000, warmUp: 300)
        ),
        new(
            "cancelled-maps",
            "maps are cancelled on one pool, their workers looked at too",
            TimeSpan.FromMinutes(10),
            () => Repetition.RunAsync("cancel", times: 1000, warmUp: 300)
        ),
        new(
            "left-streams",
            "streams are left after their first result",
            TimeSpan.FromMinutes(10),
            () => Repetition.RunAsync("stream", times: 1000, warmUp: 300)
        ),
        new(
            "timeouts",
            "items run longer than their limit",
            TimeSpan.FromMinutes(30),
            () => Repetition.RunAsync("timeout", times: 1000, warmUp: 300)
        ),
        new(
            "deaths",
            "workers die of their items",
            TimeSpan.FromMinutes(30),
            () => Repetition.RunAsync("death", times: 1000, warmUp: 300)
        ),
        new(
            "retries",
            "workers die of items that are tried again",
            TimeSpan.FromMinutes(30),
            () => Repetition.RunAsync("retry", times: 1000, warmUp: 300)
        ),
        new(
            "worker-processes",
            "processes are started and joined",
            TimeSpan.FromMinutes(30),
            () => Repetition.RunAsync("process", times: 1000, warmUp: 300)
        ),
        new(
            "self-harm",
            "a worker ends itself in the middle of a map",
            TimeSpan.FromMinutes(5),
            () => SelfHarm.EndsItselfAsync(times: 5)
        ),
        new(
            "out-of-memory",
            "a worker uses up its memory",
            TimeSpan.FromMinutes(5),
            () => SelfHarm.RunsOutOfMemoryAsync(times: 5)
        ),
        new(
            "small-parent",
            "a parent without memory for what its workers return",
            TimeSpan.FromMinutes(5),
            ParentMemory.RunAsync
        ),
        new(
            "descriptors-closed",
            "a worker closes its descriptors 0 to 2",
            TimeSpan.FromMinutes(5),
            () => SelfHarm.ClosesDescriptorsAsync(times: 10)
        ),
        new(
            "printing",
            "a worker prints very much, what is no text, half a line",
            TimeSpan.FromMinutes(5),
            () => Printing.RunAsync(megabytes: 100)
        ),
        new(
            "large-result",
            "a result of 1 GB",
            TimeSpan.FromMinutes(5),
            () => Extremes.LargeResultAsync(bytes: 1 << 30)
        ),
        new(
            "many-items",
            "a source of 10 million items",
            TimeSpan.FromMinutes(5),
            () => Extremes.ManyItemsAsync(items: 10_000_000)
        ),
        new(
            "endless",
            "a source without end",
            TimeSpan.FromMinutes(5),
            () => Extremes.EndlessAsync(taken: 1_000_000)
        ),
        new(
            "nothing",
            "an empty source, a null source, 0 workers",
            TimeSpan.FromMinutes(1),
            Extremes.NothingAsync
        ),
        new(
            "many-calls",
            "10,000 calls at once",
            TimeSpan.FromMinutes(5),
            () => Extremes.ManyCallsAsync(calls: 10_000)
        ),
        new(
            "graphs",
            "200,000 random object graphs go through the codec",
            TimeSpan.FromMinutes(15),
            () => RandomGraphs.InMemoryAsync(graphs: 200_000)
        ),
        new(
            "graphs-through-workers",
            "5,000 random object graphs go to workers and back",
            TimeSpan.FromMinutes(15),
            () => RandomGraphs.ThroughWorkersAsync(graphs: 5_000)
        ),
        new(
            "strangers",
            "strangers connect to the endpoint, say nothing, too little, the wrong thing",
            TimeSpan.FromMinutes(3),
            () => Strangers.ConnectAsync(strangers: 1000)
        ),
        new(
            "takeover",
            "a parent is killed while its worker waits, and another user takes its socket's name",
            TimeSpan.FromMinutes(5),
            () => Impostors.TakeOverAsync(times: 30)
        ),
        new(
            "flood",
            "400 silent connections of another user while pools start",
            TimeSpan.FromMinutes(5),
            () =>
                Floods.RunAsync(
                    StartingWorkers.Pool,
                    ["flood", "400"],
                    ofAnotherUser: true,
                    starts: 10,
                    times: 1.3,
                    slack: TimeSpan.FromMilliseconds(50)
                )
        ),
        new(
            "frames",
            "frames cut short, of absurd length, of random bytes",
            TimeSpan.FromMinutes(3),
            () => Strangers.FramesAsync(streams: 5000)
        ),
        new(
            "no-descriptors",
            "no file descriptors are left",
            TimeSpan.FromMinutes(10),
            () => Scarcity.DescriptorsAsync(most: 40)
        ),
        new(
            "no-processes",
            "the process limit is reached",
            TimeSpan.FromMinutes(10),
            () => Scarcity.ProcessesAsync(most: 80, step: 2)
        ),
        new(
            "disk-full",
            "the folder for shared memory is too small, then full",
            TimeSpan.FromMinutes(4),
            FullDisk.RunAsync
        ),
    ];
}

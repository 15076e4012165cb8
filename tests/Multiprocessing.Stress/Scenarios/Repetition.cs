using System.Diagnostics;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>The same again and again on one pool: neither it nor its workers may hold more afterwards.</summary>
internal static class Repetition
{
    private const double Allowed = 1.05;

    // What becomes of a worker's own code while it is compiled better and better; its calls leave nothing.
    private const long WorkerMayGrow = 4_000_000;

    // Longer than the runtime keeps a thread of its pool that has nothing to do: 20 seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    /// <summary>What can be repeated, by name.</summary>
    public static IReadOnlyDictionary<string, Func<ProcessPool, Task>> Kinds { get; } =
        new Dictionary<string, Func<ProcessPool, Task>>
        {
            ["cancel"] = CancelAsync,
            ["stream"] = LeaveStreamAsync,
            ["timeout"] = TimeOutAsync,
            ["death"] = DieAsync,
            ["retry"] = RetryAsync,
            ["process"] = RunProcessAsync,
        };

    /// <summary>
    /// Compares what is held after a warm-up with what is held at the end. Where workers live on, the largest of them is looked
    /// at as well; where they end, the files of their runtimes must be gone.
    /// </summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="times">How often.</param>
    /// <param name="warmUp">How often before the first look.</param>
    /// <param name="allowedMemory">By what factor this process's memory may grow; more for short runs, as runtimes still come to rest.</param>
    public static async Task<string> RunAsync(
        string kind,
        int times,
        int warmUp,
        double allowedMemory = Allowed
    )
    {
        await using var pool = new ProcessPool(2);
        var workers = new HashSet<int>();
        DateTime begin = DateTime.UtcNow;
        bool workersLive = kind is "cancel" or "stream" or "process";
        await pool.MapAsync(n => n, Enumerable.Range(0, 10)).ConfigureAwait(false);
        await RepeatAsync(warmUp).ConfigureAwait(false);
        Held before = await Held.SettledAsync(_ => false, s_rest, Looked()).ConfigureAwait(false);
        await RepeatAsync(times).ConfigureAwait(false);
        Held after = await Held.SettledAsync(IsBack, s_patience, Looked()).ConfigureAwait(false);
        Check.That(IsBack(after), $"before: {before}; after: {after}");
        workers.ExceptWith(pool.Workers.Select(worker => worker.ProcessId));
        Check.Same(
            "",
            string.Join(", ", FilesOf(workers, begin)),
            "files of workers that have ended"
        );
        return $"{times} times; before: {before}; after: {after}";

        ProcessPool? Looked() => workersLive ? pool : null;

        bool IsBack(Held held) =>
            held.IsWithin(before, Allowed, allowedMemory)
            && held.Worker <= before.Worker + WorkerMayGrow;

        async Task RepeatAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await Kinds[kind](pool).ConfigureAwait(false);
                workers.UnionWith(pool.Workers.Select(worker => worker.ProcessId));
            }
        }
    }

    private static async Task CancelAsync(ProcessPool pool)
    {
        using var source = new CancellationTokenSource();
        Task<int[]> call = pool.MapAsync(
            n =>
            {
                Thread.Sleep(1);
                return n;
            },
            Enumerable.Range(0, 1000),
            cancellationToken: source.Token
        );
        await Task.Delay(5, CancellationToken.None).ConfigureAwait(false);
        await source.CancelAsync().ConfigureAwait(false);
        await Check
            .ThrowsAsync<OperationCanceledException>(() => call, "a cancelled map")
            .ConfigureAwait(false);
    }

    private static Task LeaveStreamAsync(ProcessPool pool)
    {
        Check.Same(0, pool.Stream(n => n, Enumerable.Range(0, 1000)).First(), "the first result");
        return Task.CompletedTask;
    }

    private static async Task TimeOutAsync(ProcessPool pool) =>
        await Check
            .ThrowsAsync<TimeoutException>(
                () =>
                    pool.RunAsync(
                        () =>
                        {
                            Thread.Sleep(Timeout.Infinite);
                            return 0;
                        },
                        options: new MapOptions { ItemTimeout = TimeSpan.FromMilliseconds(20) }
                    ),
                "an item that runs too long"
            )
            .ConfigureAwait(false);

    private static async Task DieAsync(ProcessPool pool) =>
        await Check
            .ThrowsAsync<WorkerDiedException>(
                () =>
                    pool.RunAsync(() =>
                    {
                        Process.GetCurrentProcess().Kill();
                        return 0;
                    }),
                "an item whose worker dies"
            )
            .ConfigureAwait(false);

    private static async Task RetryAsync(ProcessPool pool)
    {
        using var deaths = new SharedValue<int>();
        int[] results = await pool.MapAsync(
                n =>
                {
                    if (n == 2 && deaths.Increment() == 1)
                    {
                        Process.GetCurrentProcess().Kill();
                    }

                    return n;
                },
                Enumerable.Range(0, 4),
                options: new MapOptions { Retries = 3 }
            )
            .ConfigureAwait(false);
        Check.Same("0 1 2 3", string.Join(' ', results), "the results of a map with retries");
    }

    private static async Task RunProcessAsync(ProcessPool pool)
    {
        await using WorkerProcess process = WorkerProcess.StartNew(() => { });
        await process.JoinAsync().ConfigureAwait(false);
        Check.Same(0, process.ExitCode, "the exit code");
    }

    /// <summary>The files that runtimes of those processes keep for debuggers; older ones are of others that had the same number.</summary>
    private static IEnumerable<string> FilesOf(IEnumerable<int> processes, DateTime since) =>
        processes
            .Where(id => !Directory.Exists($"/proc/{id}"))
            .SelectMany(id => Directory.GetFiles(Path.GetTempPath(), $"*-{id}-*"))
            .Where(file => File.GetLastWriteTimeUtc(file) >= since);
}

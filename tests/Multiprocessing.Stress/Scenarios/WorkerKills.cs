using System.Diagnostics;
using Multiprocessing.Platform;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Workers are killed with SIGKILL while they run items.</summary>
internal static class WorkerKills
{
    private const int Workers = 3;
    private const int Items = 120;

    /// <summary>A random worker is killed again and again during maps that try lost items again.</summary>
    public static async Task<string> WithRetriesAsync(int kills)
    {
        var random = new Random(2);
        await using var pool = new ProcessPool(Workers);
        int done = 0;
        int maps = 0;
        while (done < kills)
        {
            int at = maps++;
            Task<int[]> map = pool.MapAsync(
                n =>
                {
                    Thread.Sleep(n % 5);
                    return (n * n) + at;
                },
                Enumerable.Range(0, Items),
                options: new MapOptions { Retries = 50 }
            );
            while (!map.IsCompleted && done < kills)
            {
                await Task.Delay(random.Next(200)).ConfigureAwait(false);
                done += KillOne(random) ? 1 : 0;
            }

            int[] results = await map.ConfigureAwait(false);
            Check.That(
                results.SequenceEqual(Enumerable.Range(0, Items).Select(n => (n * n) + at)),
                $"map {maps}: wrong results after {done} kills"
            );
        }

        bool whole = await Check
            .Eventually(() => LiveWorkers().Length == Workers, TimeSpan.FromSeconds(10))
            .ConfigureAwait(false);
        Check.That(whole, $"{LiveWorkers().Length} workers are left of {Workers}");
        return $"{done} kills in {maps} maps of {Items} items: all results right, {Workers} workers before and after";
    }

    /// <summary>The worker of a known item is killed; the call fails, the pool goes on.</summary>
    public static async Task<string> WithoutRetriesAsync(int kills)
    {
        var random = new Random(3);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-stress-");
        string path = Path.Combine(folder.FullName, "victim");
        TimeSpan slowest = TimeSpan.Zero;
        try
        {
            await using var pool = new ProcessPool(Workers);
            for (int i = 0; i < kills; i++)
            {
                TimeSpan took = await KillAtAsync(pool, random.Next(Items), path)
                    .ConfigureAwait(false);
                slowest = took > slowest ? took : slowest;
            }

            Check.That(
                pool.Map(n => n + 1, Enumerable.Range(0, Items))
                    .SequenceEqual(Enumerable.Range(1, Items)),
                "the pool no longer maps rightly"
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return $"{kills} kills, each told with item and signal after {slowest.TotalMilliseconds:F0} ms at most, pool usable";
    }

    private static async Task<TimeSpan> KillAtAsync(ProcessPool pool, int fatal, string path)
    {
        File.Delete(path);
        Task<int[]> map = pool.MapAsync(
            n =>
            {
                if (n == fatal)
                {
                    File.WriteAllText(path + ".new", $"{Environment.ProcessId}");
                    File.Move(path + ".new", path);
                    Thread.Sleep(Timeout.Infinite);
                }

                return n;
            },
            Enumerable.Range(0, Items)
        );
        Check.That(
            await Check
                .Eventually(() => File.Exists(path), TimeSpan.FromSeconds(20))
                .ConfigureAwait(false),
            $"item {fatal} is never run"
        );
        int victim = int.Parse(
            await File.ReadAllTextAsync(path).ConfigureAwait(false),
            System.Globalization.CultureInfo.InvariantCulture
        );
        var watch = Stopwatch.StartNew();
        Kill(victim);
        WorkerDiedException e = await Check
            .ThrowsAsync<WorkerDiedException>(() => map, $"a kill at item {fatal}")
            .ConfigureAwait(false);
        TimeSpan took = watch.Elapsed;
        Check.Same(
            (victim, ExitCodes.Here.Killed, fatal),
            (e.ProcessId, e.ExitCode, e.ItemIndex),
            "who died of what at which item"
        );
        Check.That(
            took < TimeSpan.FromSeconds(1),
            $"it took {took.TotalMilliseconds:F0} ms to tell"
        );
        return took;
    }

    private static bool KillOne(Random random)
    {
        int[] workers = LiveWorkers();
        return workers.Length > 0 && Kill(workers[random.Next(workers.Length)]);
    }

    private static int[] LiveWorkers() => [.. Machine.Children().Where(Machine.IsWorker)];

    private static bool Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // it is dead already
        }
    }
}

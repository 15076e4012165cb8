using System.Diagnostics;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Pools are opened, used and disposed over and over in one process.</summary>
internal static class PoolChurn
{
    private const double Allowed = 1.05;

    // Longer than the runtime keeps a thread of its pool that has nothing to do: 20 seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>What a process holds.</summary>
    private readonly record struct Held(int Handles, int Threads, long Heap, long Resident)
    {
        public override string ToString() =>
            $"{Handles} handles, {Threads} threads, {Heap / 1e6:F1} MB heap, {Resident / 1e6:F0} MB resident";
    }

    /// <summary>
    /// Compares what is held after a warm-up with what is held at the end. A short run has not yet come to rest: its memory may
    /// be allowed more, for twenty kilobytes of the runtime's own are more than a twentieth of so small a heap.
    /// </summary>
    public static async Task<string> RunAsync(int pools, int warmUp, double allowedMemory = Allowed)
    {
        await UseAsync(warmUp).ConfigureAwait(false);
        Held before = await SettledAsync(_ => false, s_rest).ConfigureAwait(false);
        await UseAsync(pools).ConfigureAwait(false);
        Held after = await SettledAsync(IsBack, s_patience).ConfigureAwait(false);
        Check.That(IsBack(after), $"before: {before}; after: {after}");
        return $"{pools} pools; before: {before}; after: {after}";

        bool IsBack(Held held) =>
            held.Handles <= before.Handles * Allowed
            && held.Threads <= before.Threads * Allowed
            && held.Heap <= before.Heap * allowedMemory
            && held.Resident <= before.Resident * allowedMemory;
    }

    private static async Task UseAsync(int pools)
    {
        for (int i = 0; i < pools; i++)
        {
            await using var pool = new ProcessPool(2);
            int seed = i;
            int[] results = await pool.MapAsync(n => n + seed, Enumerable.Range(0, 10))
                .ConfigureAwait(false);
            Check.Same(seed + 9, results[^1], "the last result");
        }
    }

    /// <summary>Gives the last threads and finalizers time to end, while more is held than allowed.</summary>
    private static async Task<Held> SettledAsync(Func<Held, bool> isBack, TimeSpan patience)
    {
        Held held = default;
        var watch = Stopwatch.StartNew();
        do
        {
            await Task.Delay(s_betweenLooks).ConfigureAwait(false);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            held = new Held(
                Machine.Handles(),
                Machine.Threads(),
                GC.GetTotalMemory(forceFullCollection: true),
                Machine.Memory()
            );
        } while (!isBack(held) && watch.Elapsed < patience);

        return held;
    }
}

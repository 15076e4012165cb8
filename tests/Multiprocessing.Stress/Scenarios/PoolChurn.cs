using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Pools are opened, used and disposed over and over in one process.</summary>
internal static class PoolChurn
{
    private const double Allowed = 1.05;

    // Longer than the runtime keeps a thread of its pool that has nothing to do: 20 seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Compares what is held after a warm-up with what is held at the end. A short run has not yet come to rest: its memory may
    /// be allowed more, for twenty kilobytes of the runtime's own are more than a twentieth of so small a heap.
    /// </summary>
    public static async Task<string> RunAsync(int pools, int warmUp, double allowedMemory = Allowed)
    {
        await UseAsync(warmUp).ConfigureAwait(false);
        Held before = await Held.SettledAsync(_ => false, s_rest).ConfigureAwait(false);
        await UseAsync(pools).ConfigureAwait(false);
        Held after = await Held.SettledAsync(IsBack, s_patience).ConfigureAwait(false);
        Check.That(IsBack(after), $"before: {before}; after: {after}");
        return $"{pools} pools; before: {before}; after: {after}";

        bool IsBack(Held held) => held.IsWithin(before, Allowed, allowedMemory);
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
}

using System.Diagnostics;

namespace Multiprocessing.Stress.Running;

/// <summary>What this process holds, and the largest of its workers.</summary>
/// <param name="Handles">Descriptors, those of loaded assemblies apart.</param>
/// <param name="Threads">Threads, those of the thread pool apart.</param>
/// <param name="Heap">Bytes of managed memory after a collection.</param>
/// <param name="Resident">Bytes of memory.</param>
/// <param name="Worker">Bytes of memory that are a worker's own; 0 where none is to live on.</param>
internal readonly record struct Held(
    int Handles,
    int Threads,
    long Heap,
    long Resident,
    long Worker
)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(250);

    public override string ToString() =>
        $"{Handles} handles, {Threads} threads, {Heap / 1e6:F1} MB heap, {Resident / 1e6:F0} MB resident"
        + (Worker == 0 ? "" : $", {Worker / 1e6:F1} MB a worker's own");

    /// <summary>Whether the process holds no more than that, but for such a factor.</summary>
    public bool IsWithin(in Held before, double allowed, double allowedMemory) =>
        Handles <= before.Handles * allowed
        && Threads <= before.Threads * allowed
        && Heap <= before.Heap * allowedMemory
        && Resident <= before.Resident * allowedMemory;

    /// <summary>Gives the last threads and finalizers time to end, while more is held than allowed.</summary>
    public static async Task<Held> SettledAsync(
        Func<Held, bool> isBack,
        TimeSpan patience,
        ProcessPool? pool = null
    )
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
                Machine.Memory(),
                pool is null
                    ? 0
                    : pool.Workers.Max(worker => Machine.Memory($"{worker.ProcessId}", "RssAnon"))
            );
        } while (!isBack(held) && watch.Elapsed < patience);

        return held;
    }
}

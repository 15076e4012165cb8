using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Very much, without end, and nothing at all.</summary>
internal static class Extremes
{
    /// <summary>One result of that many bytes.</summary>
    public static async Task<string> LargeResultAsync(int bytes)
    {
        await using var pool = new ProcessPool(1);
        byte[] result = await pool.RunAsync(() =>
            {
                byte[] made = GC.AllocateUninitializedArray<byte>(bytes);
                for (int i = 0; i < bytes; i += 4096)
                {
                    made[i] = (byte)(i >> 12);
                }

                return made;
            })
            .ConfigureAwait(false);
        Check.Same(bytes, result.Length, "the result's length");
        for (int i = 0; i < bytes; i += 4096)
        {
            Check.That(result[i] == (byte)(i >> 12), $"byte {i} is wrong");
        }

        long worker = pool.Run(() => Machine.Memory(field: "VmHWM"));
        return $"{bytes / 1e6:F0} MB, peak {Machine.Memory(field: "VmHWM") / 1e6:F0} MB here and {worker / 1e6:F0} MB in the worker";
    }

    /// <summary>Many small items, whose source is never held whole.</summary>
    public static async Task<string> ManyItemsAsync(int items)
    {
        await using var pool = new ProcessPool(2);
        int[] results = await pool.MapAsync(n => n ^ 1, Enumerable.Range(0, items))
            .ConfigureAwait(false);
        Check.Same(items, results.Length, "the number of results");
        for (int i = 0; i < items; i++)
        {
            Check.That(results[i] == (i ^ 1), $"result {i} is wrong");
        }

        return $"{items:N0} items, peak {Machine.Memory(field: "VmHWM") / 1e6:F0} MB";
    }

    /// <summary>A source without end, of which the consumer takes that many.</summary>
    public static async Task<string> EndlessAsync(int taken)
    {
        await using var pool = new ProcessPool(2);
        int drawn = 0;
        foreach (bool ordered in (bool[])[true, false])
        {
            long sum = 0;
            int count = 0;
            foreach (int result in pool.Stream(n => n % 1000, Numbers(), ordered))
            {
                sum += result;
                if (++count == taken)
                {
                    break;
                }
            }

            Check.Same(taken, count, "results taken");
            Check.That(
                !ordered || sum == Enumerable.Range(0, taken).Sum(n => (long)(n % 1000)),
                "wrong results"
            );
        }

        int ahead = drawn - (2 * taken);
        await Task.Delay(200).ConfigureAwait(false);
        Check.That(drawn - (2 * taken) < 20_000, $"{ahead} items are drawn ahead");
        Check.Same(7, pool.Run(() => 7), "the pool after streams that were left");
        return $"{taken:N0} taken twice, {ahead} drawn ahead, peak {Machine.Memory(field: "VmHWM") / 1e6:F0} MB";

        IEnumerable<int> Numbers()
        {
            for (int n = 0; ; n = (n + 1) & int.MaxValue)
            {
                Interlocked.Increment(ref drawn);
                yield return n;
            }
        }
    }

    /// <summary>Nothing, null and 0.</summary>
    public static async Task<string> NothingAsync()
    {
        await using var pool = new ProcessPool(1);
        Check.Same(0, pool.Map(n => n, Array.Empty<int>()).Length, "results of no items");
        Check.Same(
            0,
            pool.Stream(n => n, Array.Empty<int>()).Count(),
            "streamed results of no items"
        );
        IEnumerable<int> none = null!;
        await Check
            .ThrowsAsync<ArgumentNullException>(() => pool.MapAsync(n => n, none), "a null source")
            .ConfigureAwait(false);
        await Check
            .ThrowsAsync<ArgumentNullException>(
                () => Task.Run(() => pool.Stream(n => n, none)),
                "a null source"
            )
            .ConfigureAwait(false);
        await Check
            .ThrowsAsync<ArgumentNullException>(
                () => pool.RunAsync((Func<int>)null!),
                "a null function"
            )
            .ConfigureAwait(false);
        foreach (int workers in (int[])[0, -1, int.MinValue])
        {
            await Check
                .ThrowsAsync<ArgumentOutOfRangeException>(
                    () => Task.Run(() => new ProcessPool(workers)),
                    $"{workers} workers"
                )
                .ConfigureAwait(false);
        }

        return "no items: no results; null and 0 workers: one argument error each";
    }

    /// <summary>That many calls at once.</summary>
    public static async Task<string> ManyCallsAsync(int calls)
    {
        await using var pool = new ProcessPool(2);
        int[] results = await Task.WhenAll(
                Enumerable.Range(0, calls).Select(n => pool.RunAsync(() => n * 2))
            )
            .ConfigureAwait(false);
        Check.That(
            results.SequenceEqual(Enumerable.Range(0, calls).Select(n => n * 2)),
            "wrong results"
        );
        return $"{calls:N0} calls, peak {Machine.Memory(field: "VmHWM") / 1e6:F0} MB, {Machine.Threads()} threads";
    }
}

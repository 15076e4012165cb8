using System.Diagnostics;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>What a large map costs the parent beside the array of results.</summary>
internal static class ParentOverhead
{
    private const int ResultLength = 16;
    private const string Smaller = "the same with a tenth of the items";
    private static readonly Figure s_allocated = new("allocated an item, result apart", Unit.Bytes);
    private static readonly Figure s_kept = new("kept an item, result apart", Unit.Bytes);
    private static readonly Figure s_peak = new("heap at its peak, result apart", Unit.Bytes);
    private static readonly Figure s_processor = new("processor time an item", Unit.Seconds);

    public static Match Match { get; } =
        new(
            "parent-overhead",
            "the parent's overhead for 1,000,000 items that return 16 bytes, pool of 2",
            Prepare
        )
        {
            NeedsCores = false,
        };

    private static Plan Prepare(Stage stage)
    {
        const int items = 1_000_000;
        ProcessPool pool = stage.Own(new ProcessPool(2));
        return new Plan(
            [
                Stage.Ours(() => Measure(pool, items)),
                new Contender(Smaller, () => Measure(pool, items / 10)),
            ],
            [
                // A single byte an item would be less than any object takes.
                new(new(Contender.Ours, s_kept), null) { AtMost = 1 },
                // Bounded: it does not grow with their number.
                new(new(Contender.Ours, s_allocated), new(Smaller, s_allocated)) { AtMost = 1.2 },
                new(new(Contender.Ours, s_peak), null),
                new(new(Contender.Ours, s_processor), null),
            ]
        );
    }

    private static Dictionary<Figure, double> Measure(ProcessPool pool, int items)
    {
        double before = GC.GetTotalMemory(forceFullCollection: true);
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processorBefore = ProcessorTime();
        using var peak = new HeapPeak();
        Pair[] results = pool.Map(n => new Pair(n, -n), Enumerable.Range(0, items));
        double highest = peak.Stop();
        TimeSpan processor = ProcessorTime() - processorBefore;
        double allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        double after = GC.GetTotalMemory(forceFullCollection: true);
        double result = (double)results.Length * ResultLength;
        GC.KeepAlive(results);
        return new()
        {
            [s_allocated] = (allocated - result) / items,
            [s_kept] = Math.Max(0, after - before - result) / items,
            [s_peak] = Math.Max(0, highest - before - result),
            [s_processor] = processor.TotalSeconds / items,
        };
    }

    private static TimeSpan ProcessorTime()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private readonly record struct Pair(long First, long Second);

    /// <summary>Looks at the heap's size every millisecond.</summary>
    private sealed class HeapPeak : IDisposable
    {
        private readonly ManualResetEventSlim _stop = new();
        private readonly Thread _looking;
        private double _highest;

        public HeapPeak()
        {
            _looking = new Thread(() =>
            {
                do
                {
                    _highest = Math.Max(_highest, GC.GetTotalMemory(forceFullCollection: false));
                } while (!_stop.Wait(1));
            });
            _looking.Start();
        }

        public double Stop()
        {
            _stop.Set();
            _looking.Join();
            return _highest;
        }

        public void Dispose() => _stop.Dispose();
    }
}

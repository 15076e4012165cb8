using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;

namespace Multiprocessing.Course.Judging;

/// <summary>One run of an answer: what it gave or threw, how long it took, and how many items workers did meanwhile.</summary>
internal sealed record Attempt<T>(
    bool Ended,
    T? Result,
    ExceptionDispatchInfo? Error,
    TimeSpan Elapsed,
    long ItemsInWorkers
)
{
    /// <summary>How long an answer that was interrupted may take to end.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    public static Attempt<T> Make(Func<T> answer, TimeSpan limit)
    {
        T? result = default;
        ExceptionDispatchInfo? error = null;
        var items = 0L;
        using var listener = CountItems(count => Interlocked.Add(ref items, count));
        var watch = Stopwatch.StartNew();
        var elapsed = TimeSpan.Zero;
        var thread = new Thread(() =>
        {
            try
            {
                result = answer();
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
            elapsed = watch.Elapsed;
        })
        {
            IsBackground = true,
            Name = "exercise",
        };
        thread.Start();
        if (thread.Join(limit))
            return new(true, result, error, elapsed, Interlocked.Read(ref items));
        // Ends its waits, and with them the calls it waits for: nothing is to go on behind the learner's back.
        thread.Interrupt();
        thread.Join(s_farewell);
        return new(false, default, null, limit, Interlocked.Read(ref items));
    }

    /// <summary>Pools count the items that their workers do, for whoever listens.</summary>
    private static MeterListener CountItems(Action<long> add)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Name: "multiprocessing.items", Meter.Name: "Multiprocessing" })
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => add(count));
        listener.Start();
        return listener;
    }
}

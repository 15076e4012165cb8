using System.Diagnostics;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// Takes down when each item of a call ran, and in which worker: give it to a call as <see cref="MapOptions.Timeline"/>, then
/// read <see cref="Entries"/>. <c>Multiprocessing.Charts</c> draws it as a <c>TimelineChart</c>.
/// </summary>
/// <remarks>May be given to several calls, which then share one zero of time; all members may be used from several threads.</remarks>
public sealed class Timeline : IStaysHome
{
    private readonly List<TimelineEntry> _entries = [];
    private long _zero;

    /// <summary>What was taken down so far, a copy, in the order in which results arrived.</summary>
    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    string IStaysHome.Remedy =>
        "A timeline stays in the process whose calls it takes down: make one inside the function instead.";

    /// <summary>A call that uses the timeline begins; the first one's beginning is the zero of time.</summary>
    /// <returns>When that is, in ticks of <see cref="Stopwatch"/>.</returns>
    internal long Begin()
    {
        long now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref _zero, now, 0);
        return now;
    }

    internal TimeSpan Since(long ticks) => Stopwatch.GetElapsedTime(_zero, ticks);

    internal void Add(IEnumerable<TimelineEntry> entries)
    {
        lock (_entries)
        {
            _entries.AddRange(entries);
        }
    }
}

/// <summary>One item's run. Times count from the first call that used the timeline.</summary>
/// <param name="Item">The item's index within its call.</param>
/// <param name="ProcessId">The worker's process.</param>
/// <param name="Queued">When the call that it belongs to was made, or, in a stream, the item was taken from its source.</param>
/// <param name="Started">When the function was called with it.</param>
/// <param name="Finished">When the function returned or threw.</param>
/// <param name="BytesOut">The item's size on its way to the worker; neighbours that travel as one block share evenly.</param>
/// <param name="BytesIn">The result's size on its way back, in the same way.</param>
public sealed record TimelineEntry(
    long Item,
    int ProcessId,
    TimeSpan Queued,
    TimeSpan Started,
    TimeSpan Finished,
    long BytesOut,
    long BytesIn
);

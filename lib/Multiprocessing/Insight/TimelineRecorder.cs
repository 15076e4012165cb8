using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Insight;

/// <summary>Turns what workers took down of a call's items into entries of its timeline.</summary>
internal sealed class TimelineRecorder(Timeline timeline)
{
    private readonly long _begin = timeline.Begin();

    /// <summary>Takes in what <see cref="TimedWork"/> wrote behind a chunk's results.</summary>
    /// <param name="call">The call.</param>
    /// <param name="first">The chunk's first item.</param>
    /// <param name="processId">The worker.</param>
    /// <param name="results">Stands behind the results.</param>
    public void Read(Call call, long first, int processId, GraphReader results)
    {
        ItemTime[] times = results.Read<ItemTime[]>();
        var entries = new TimelineEntry[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            ItemTime time = times[i];
            entries[i] = new TimelineEntry(
                Math.Max(0, first + i), // a call without items is one item
                processId,
                timeline.Since(call.TakenAt(first + i) ?? _begin),
                timeline.Since(time.Started),
                timeline.Since(time.Finished),
                time.ItemBytes,
                time.ResultBytes
            );
        }

        timeline.Add(entries);
    }
}

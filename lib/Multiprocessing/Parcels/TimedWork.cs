using System.Diagnostics;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>The work of a call that takes down its times: the same work, and behind each chunk's results its items' times.</summary>
[StackTraceHidden]
internal sealed class TimedWork(IWork work) : IWork
{
    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        var times = new ItemTimes(items, count, results);
        progress.Times = times;
        try
        {
            int done = work.Execute(items, count, results, progress);
            results.Write(times.End(), "the times");
            return done;
        }
        finally
        {
            progress.Times = null;
        }
    }
}

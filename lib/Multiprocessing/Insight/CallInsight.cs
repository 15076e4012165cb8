using System.Diagnostics;
using Multiprocessing.Dispatch;
using Multiprocessing.Values;

namespace Multiprocessing.Insight;

/// <summary>One call as those who listen see it: its activity, its duration, its timeline.</summary>
internal sealed class CallInsight
{
    private readonly string _pool;
    private readonly Call _call;
    private readonly Activity? _activity;
    private readonly TimelineRecorder? _timeline;
    private readonly long _begin = Stopwatch.GetTimestamp();
    private long _done;

    /// <summary>The call begins. To be made on the caller's thread, whose activity becomes the parent.</summary>
    public CallInsight(string pool, Call call)
    {
        _pool = pool;
        _call = call;
        _activity = CallActivity.Start(pool, call);
        _timeline = call.Options.Timeline is { } timeline ? new TimelineRecorder(timeline) : null;
    }

    /// <summary>Whether somebody listens to the call's activity: it is then stopped by code that is not ours.</summary>
    public bool IsTraced => _activity is not null;

    /// <summary>Items are done; their results have been read.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="processId">The worker.</param>
    /// <param name="results">Stands behind their results.</param>
    public void Done(long first, int count, int processId, GraphReader results)
    {
        Interlocked.Add(ref _done, count);
        PoolMetrics.Items(_pool, count);
        _timeline?.Read(_call, first, processId, results);
    }

    /// <summary>The call is over; its caller does not know yet.</summary>
    /// <param name="error">Why it has no result, null if it has one.</param>
    public void End(Exception? error)
    {
        PoolMetrics.Call(_pool, _call.Verb, Stopwatch.GetElapsedTime(_begin), error);
        if (_activity is not null)
        {
            try
            {
                CallActivity.Stop(_activity, Interlocked.Read(ref _done), error);
            }
            catch (Exception)
            {
                // A listener that fails must not keep the caller from its outcome, and there is nobody to tell.
            }
        }
    }
}

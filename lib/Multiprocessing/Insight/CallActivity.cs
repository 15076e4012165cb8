using System.Diagnostics;
using Multiprocessing.Dispatch;

namespace Multiprocessing.Insight;

/// <summary>A call as an <see cref="Activity"/> of the source "Multiprocessing", a child of the caller's.</summary>
internal static class CallActivity
{
    private static readonly ActivitySource s_source = new(PoolMetrics.Name);

    /// <summary>Starts the call's activity; null when nobody listens.</summary>
    public static Activity? Start(string pool, Call call)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        // The call goes on when the caller's method has returned: its activity must not become the caller's own.
        Activity? callers = Activity.Current;
        Activity? activity = s_source.StartActivity($"ProcessPool.{call.Verb}");
        Activity.Current = callers;
        activity?.SetTag(PoolMetrics.PoolTag, pool);
        if (call.Total is { } total)
        {
            activity?.SetTag("multiprocessing.call.items", total);
        }

        return activity;
    }

    public static void Stop(Activity activity, long done, Exception? error)
    {
        activity.SetTag("multiprocessing.call.items_done", done);
        if (error is not null)
        {
            activity.SetTag(PoolMetrics.ErrorTag, error.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
            activity.AddException(error);
        }

        // Stopping makes the parent current again, on a thread that has nothing to do with it.
        Activity? current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }
}

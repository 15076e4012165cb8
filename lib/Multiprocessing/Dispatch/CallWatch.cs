using System.Diagnostics;

namespace Multiprocessing.Dispatch;

/// <summary>Looks at a running call from time to time: for items that run too long, and to tell how far it is.</summary>
internal sealed class CallWatch : IDisposable
{
    // Ten times a second is smooth for people; a short limit on items needs a closer look.
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ProgressReports? _reports;
    private readonly Timer _timer;

    /// <param name="call">The call.</param>
    /// <param name="endLateItems">Ends what runs too long.</param>
    /// <param name="progress">Says how far the call is, given how long it has run.</param>
    /// <param name="failed">Told of what a report of progress threw.</param>
    private CallWatch(
        Call call,
        Action endLateItems,
        Func<CallWatch, PoolProgress> progress,
        Action<Exception> failed
    )
    {
        if (call.Options.Progress is { } told)
        {
            _reports = new ProgressReports(told, call.Context, () => progress(this), failed);
        }

        TimeSpan quarter = (call.Options.ItemTimeout ?? TimeSpan.MaxValue) / 4;
        TimeSpan period = quarter < s_period ? quarter : s_period;
        period = period < s_shortest ? s_shortest : period;
        _timer = new Timer(
            _ =>
            {
                endLateItems();
                _reports?.Request();
            },
            null,
            period,
            period
        );
    }

    /// <summary>The time since the call was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether somebody is told how far the call is.</summary>
    public bool Tells => _reports is not null;

    /// <summary>How many items each worker has done, by process; filled in under the dispatcher's lock.</summary>
    public Dictionary<int, long> DoneBy { get; } = [];

    /// <inheritdoc cref="CallWatch(Call, Action, Func{CallWatch, PoolProgress}, Action{Exception})"/>
    public static CallWatch? For(
        Call call,
        Action endLateItems,
        Func<CallWatch, PoolProgress> progress,
        Action<Exception> failed
    ) =>
        call.Options is { ItemTimeout: null, Progress: null }
            ? null
            : new CallWatch(call, endLateItems, progress, failed);

    /// <summary>A worker has done more items; called under the dispatcher's lock.</summary>
    public void Count(int process, int items) =>
        DoneBy[process] = DoneBy.GetValueOrDefault(process) + items;

    /// <summary>Looks no more.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Tells the progress a last time, if anybody wants to know; then says what that threw.</summary>
    public void TellLast(Action<Exception?> told) => _reports!.End(told);
}

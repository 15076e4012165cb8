using System.Diagnostics;

namespace Multiprocessing.Dispatch;

/// <summary>Looks at a running call from time to time: for items that run too long, and to tell how far it is.</summary>
internal sealed class CallWatch : IDisposable
{
    // Ten times a second is smooth for people; a short limit on items needs a closer look.
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Action<CallWatch> _look;
    private readonly IProgress<PoolProgress>? _progress;
    private readonly Timer _timer;
    private bool _over;

    private CallWatch(MapOptions options, Action<CallWatch> look)
    {
        _look = look;
        _progress = options.Progress;
        TimeSpan quarter = (options.ItemTimeout ?? TimeSpan.MaxValue) / 4;
        TimeSpan period = quarter < s_period ? quarter : s_period;
        period = period < s_shortest ? s_shortest : period;
        _timer = new Timer(_ => Look(), null, period, period);
    }

    /// <summary>How many items each worker has done, by process; filled in under the dispatcher's lock.</summary>
    public Dictionary<int, long> DoneBy { get; } = [];

    public static CallWatch? For(Call call, Action<CallWatch> look) =>
        call.Options is { ItemTimeout: null, Progress: null }
            ? null
            : new CallWatch(call.Options, look);

    /// <summary>A worker has done more items; called under the dispatcher's lock.</summary>
    public void Count(int process, int items) =>
        DoneBy[process] = DoneBy.GetValueOrDefault(process) + items;

    /// <summary>Tells the caller's progress, if it wants to be told.</summary>
    public void Report(Call call, IReadOnlyList<WorkerProgress> workers)
    {
        if (_progress is not null)
        {
            long done = call.Absorbed + workers.Sum(worker => worker.Done);
            _progress.Report(
                new PoolProgress(done, call.Total, Stopwatch.GetElapsedTime(_start), workers)
            );
        }
    }

    /// <summary>Looks a last time. Nothing is told afterwards.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            if (!_over)
            {
                _over = true;
                _look(this);
            }
        }
    }

    private void Look()
    {
        // Looks that come while one is still being told would only queue up.
        if (_gate.TryEnter())
        {
            try
            {
                if (!_over)
                {
                    _look(this);
                }
            }
            finally
            {
                _gate.Exit();
            }
        }
    }
}

using Multiprocessing.Insight.Surfaces;

namespace Multiprocessing.Insight;

/// <summary>
/// Shows a call's progress in place, wherever the program runs: under a notebook's cell, or on a terminal. Where nothing can
/// be shown in place, in a log say, one line at the end tells the outcome.
/// </summary>
/// <remarks>
/// Made on the caller's thread, which tells the host where the bar belongs, and first shown there, so that it stands above
/// what the call prints. Reports may come from any thread, as often as they like: they only leave a note, and a thread of
/// the pool draws it, about ten times a second at most, so that a slow host slows down no worker.
/// </remarks>
internal sealed class ProgressBar : IProgress<PoolProgress>, IDisposable
{
    private const long Pause = 100; // ms

    private readonly CallbackQueue _drawing = new(); // to draw is to call the host's own code
    private readonly IProgressSurface _surface;
    private readonly IProgress<PoolProgress>? _also;
    private readonly Timer _timer;
    private PoolProgress _latest;
    private long _lastDrawn;
    private int _scheduled;
    private bool _ended; // only looked at while drawing

    /// <summary>Shows a bar where the caller's output goes.</summary>
    /// <param name="total">How many items there are; null while that is not known.</param>
    /// <param name="also">Is told whatever this bar is told.</param>
    public ProgressBar(long? total, IProgress<PoolProgress>? also = null)
        : this(total, ProgressSurfaces.Find(), also) { }

    internal ProgressBar(
        long? total,
        IProgressSurface surface,
        IProgress<PoolProgress>? also = null
    )
    {
        _surface = surface;
        _also = also;
        _latest = new PoolProgress(0, total, TimeSpan.Zero, []);
        _timer = new Timer(_ => _drawing.Add(DrawLatest));
        _lastDrawn = Environment.TickCount64;
        Draw(ProgressState.Running);
    }

    /// <inheritdoc/>
    public void Report(PoolProgress value)
    {
        _also?.Report(value);
        Volatile.Write(ref _latest, value);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            long wait = Volatile.Read(ref _lastDrawn) + Pause - Environment.TickCount64;
            try
            {
                _timer.Change(Math.Max(0, wait), Timeout.Infinite);
            }
            catch (ObjectDisposedException)
            {
                // The call is over and its last state shown: this report comes late.
            }
        }
    }

    /// <summary>Shows the last state, which stays. A call that did not get through all its items is shown as stopped.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _drawing.Add(DrawLast);
        _drawing.RunHere();
    }

    private void DrawLatest()
    {
        if (!_ended)
        {
            // Before drawing: a report that comes meanwhile is drawn next, and a pause later.
            Volatile.Write(ref _lastDrawn, Environment.TickCount64);
            Volatile.Write(ref _scheduled, 0);
            Draw(ProgressState.Running);
        }
    }

    private void DrawLast()
    {
        if (!_ended)
        {
            _ended = true;
            Draw(
                _latest.Total is { } total && _latest.Done < total
                    ? ProgressState.Stopped
                    : ProgressState.Done
            );
        }
    }

    private void Draw(ProgressState state)
    {
        try
        {
            _surface.Show(new ProgressView(Volatile.Read(ref _latest), state));
        }
        catch (Exception)
        {
            // A host that refuses to show the bar, or has gone, is no reason for the call to fail.
        }
    }
}

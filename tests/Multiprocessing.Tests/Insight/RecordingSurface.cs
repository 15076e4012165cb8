using System.Diagnostics;
using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;

namespace Multiprocessing.Tests.Insight;

/// <summary>Keeps what a progress bar shows, and when.</summary>
internal sealed class RecordingSurface : IProgressSurface
{
    private readonly List<(TimeSpan At, ProgressView View)> _shown = [];
    private readonly long _begin = Stopwatch.GetTimestamp();

    public (TimeSpan At, ProgressView View)[] Shown
    {
        get
        {
            lock (_shown)
            {
                return [.. _shown];
            }
        }
    }

    public ProgressView Last => Shown[^1].View;

    public void Show(ProgressView view)
    {
        lock (_shown)
        {
            _shown.Add((Stopwatch.GetElapsedTime(_begin), view));
        }
    }
}

namespace Multiprocessing.Charts;

/// <summary>A timeline as it is drawn: its lanes and their bars.</summary>
internal sealed class TimelineView
{
    /// <summary>More bars than a page is wide in pixels show nothing more and cost a browser its patience.</summary>
    public const int MostBars = 2000;

    private const double Coarser = 1.5;

    public TimelineView(IReadOnlyList<TimelineEntry> entries)
    {
        ItemCount = entries.Count;
        Lanes = TimelineLane.Of(entries);
        if (ItemCount > 0)
        {
            Begin = entries.Min(entry => entry.Queued);
            FirstStart = entries.Min(entry => entry.Started);
            End = entries.Max(entry => entry.Finished);
        }

        Bars = BarsOf(End - FirstStart);
        BarCount = Bars.Sum(lane => lane.Count);
    }

    public int ItemCount { get; }

    public IReadOnlyList<TimelineLane> Lanes { get; }

    /// <summary>The bars of each lane.</summary>
    public IReadOnlyList<IReadOnlyList<TimelineBar>> Bars { get; }

    public int BarCount { get; }

    /// <summary>When the first call was made.</summary>
    public TimeSpan Begin { get; }

    /// <summary>When the first item began to run.</summary>
    public TimeSpan FirstStart { get; }

    /// <summary>When the last item was done.</summary>
    public TimeSpan End { get; }

    /// <summary>The part of the time from first start to last end in which the workers ran items.</summary>
    public double BusyShare =>
        Share(Lanes.Aggregate(TimeSpan.Zero, (sum, lane) => sum + lane.Busy), Lanes.Count);

    public double BusyShareOf(TimelineLane lane) => Share(lane.Busy, 1);

    private double Share(TimeSpan busy, int lanes) =>
        End > FirstStart ? busy / (End - FirstStart) / lanes : 1;

    private List<IReadOnlyList<TimelineBar>> BarsOf(TimeSpan length)
    {
        // A lane has at least one bar, however many lanes there are.
        var most = Math.Max(MostBars, Lanes.Count);
        var finest =
            ItemCount <= most
                ? TimeSpan.Zero
                : TimeSpan.FromTicks(Math.Max(1, length.Ticks / MostBars));
        while (true)
        {
            List<IReadOnlyList<TimelineBar>> bars =
            [
                .. Lanes.Select(lane => (IReadOnlyList<TimelineBar>)[.. lane.Bars(finest)]),
            ];
            if (bars.Sum(lane => lane.Count) <= most)
            {
                return bars;
            }

            finest *= Coarser;
        }
    }
}

namespace Multiprocessing.Charts;

/// <summary>One bar of a timeline: an item's run, or several in a row that are too short to tell apart.</summary>
internal sealed record TimelineBar
{
    public TimelineBar(TimelineEntry entry)
    {
        Count = 1;
        FirstItem = LastItem = entry.Item;
        Queued = entry.Queued;
        Started = entry.Started;
        Finished = entry.Finished;
        Busy = entry.Finished - entry.Started;
        BytesOut = entry.BytesOut;
        BytesIn = entry.BytesIn;
    }

    public int Count { get; private init; }

    public long FirstItem { get; private init; }

    public long LastItem { get; private init; }

    public TimeSpan Queued { get; private init; }

    public TimeSpan Started { get; private init; }

    public TimeSpan Finished { get; private init; }

    /// <summary>The time in which items ran: less than from start to finish where there were gaps.</summary>
    public TimeSpan Busy { get; private init; }

    public long BytesOut { get; private init; }

    public long BytesIn { get; private init; }

    /// <summary>This bar and the next one in its lane as one.</summary>
    public TimelineBar With(TimelineBar next) =>
        this with
        {
            Count = Count + next.Count,
            FirstItem = Math.Min(FirstItem, next.FirstItem),
            LastItem = Math.Max(LastItem, next.LastItem),
            Queued = Queued < next.Queued ? Queued : next.Queued,
            Finished = next.Finished,
            Busy = Busy + next.Busy,
            BytesOut = BytesOut + next.BytesOut,
            BytesIn = BytesIn + next.BytesIn,
        };
}

using System.Globalization;

namespace Multiprocessing.Charts;

/// <summary>The words and the table of a timeline, shared by text and HTML.</summary>
internal static class TimelineText
{
    public const string Nothing =
        "Nothing was taken down. Give a Timeline to a call as MapOptions.Timeline, and draw it when the call is done.";

    public static readonly string[] Columns =
    [
        "worker",
        "items",
        "busy",
        "share",
        "mean item",
        "longest",
        "items' size",
        "results' size",
    ];

    public static IEnumerable<string[]> Rows(TimelineView view) =>
        view.Lanes.Select(lane =>
            new[]
            {
                lane.Name,
                lane.Entries.Count.ToString(CultureInfo.InvariantCulture),
                Numbers.Time(lane.Busy),
                Numbers.Percent(view.BusyShareOf(lane)),
                Numbers.Time(lane.Busy / lane.Entries.Count),
                Numbers.Time(lane.Longest),
                Numbers.Bytes(lane.Entries.Sum(entry => entry.BytesOut)),
                Numbers.Bytes(lane.Entries.Sum(entry => entry.BytesIn)),
            }
        );

    public static string Summary(TimelineView view) =>
        $"{Numbers.Count(view.ItemCount, "item")} on {Numbers.Count(view.Lanes.Count, "worker")} in "
        + $"{Numbers.Time(view.End - view.Begin)}, the first begun after {Numbers.Time(view.FirstStart - view.Begin)}; "
        + $"from then on the workers were busy {Numbers.Percent(view.BusyShare)} of the time."
        + Merging(view);

    public static string Of(TimelineChart chart)
    {
        var view = new TimelineView(chart.Entries);
        return view.ItemCount == 0
            ? Nothing
            : $"{TextTable.Of(Columns, Rows(view))}{Environment.NewLine}{Summary(view)}";
    }

    /// <summary>What is shown of a bar under the pointer.</summary>
    public static string Of(TimelineBar bar) =>
        string.Join(
            "<br>",
            bar.Count == 1
                ? $"item {bar.FirstItem}"
                : $"{Numbers.Count(bar.Count, "item")}, {bar.FirstItem} to {bar.LastItem}",
            bar.Count == 1
                ? $"ran {Numbers.Time(bar.Busy)}"
                : $"ran {Numbers.Time(bar.Busy)} of {Numbers.Time(bar.Finished - bar.Started)}",
            $"from {Numbers.Time(bar.Started)} to {Numbers.Time(bar.Finished)}",
            $"queued at {Numbers.Time(bar.Queued)}",
            $"sent {Numbers.Bytes(bar.BytesOut)}, brought back {Numbers.Bytes(bar.BytesIn)}"
        );

    private static string Merging(TimelineView view) =>
        view.BarCount == view.ItemCount
            ? ""
            : $" Neighbours too short to tell apart are drawn as one bar: {Numbers.Count(view.BarCount, "bar")} in all.";
}

namespace Multiprocessing.Charts;

/// <summary>The items that one worker ran, one after the other.</summary>
internal sealed record TimelineLane(string Name, IReadOnlyList<TimelineEntry> Entries)
{
    public TimeSpan Busy { get; } =
        Entries.Aggregate(TimeSpan.Zero, (sum, entry) => sum + (entry.Finished - entry.Started));

    public TimeSpan Longest { get; } = Entries.Max(entry => entry.Finished - entry.Started);

    /// <summary>
    /// A lane a process, in the order in which they began to work. A process that ran several items at a time, as that of
    /// an in-process pool does, gets as many lanes.
    /// </summary>
    public static IReadOnlyList<TimelineLane> Of(IReadOnlyList<TimelineEntry> entries) =>
        [
            .. entries
                .OrderBy(entry => entry.Started)
                .ThenBy(entry => entry.Finished)
                .GroupBy(entry => entry.ProcessId)
                .SelectMany(process =>
                    Apart(process)
                        .Select(
                            (lane, index) =>
                                new TimelineLane(
                                    index == 0
                                        ? $"process {process.Key}"
                                        : $"process {process.Key} ({index + 1})",
                                    lane
                                )
                        )
                ),
        ];

    /// <summary>The lane's runs as bars; of neighbours that together last less than the given time, one.</summary>
    public IEnumerable<TimelineBar> Bars(TimeSpan finest)
    {
        TimelineBar? last = null;
        foreach (var entry in Entries)
        {
            var bar = new TimelineBar(entry);
            if (last is null)
            {
                last = bar;
            }
            else if (bar.Finished - last.Started < finest)
            {
                last = last.With(bar);
            }
            else
            {
                yield return last;
                last = bar;
            }
        }

        if (last is not null)
        {
            yield return last;
        }
    }

    /// <summary>Deals entries, sorted by their start, out to as few rows as keep them from overlapping.</summary>
    private static List<List<TimelineEntry>> Apart(IEnumerable<TimelineEntry> entries)
    {
        List<List<TimelineEntry>> rows = [];
        foreach (var entry in entries)
        {
            var row = rows.Find(row => row[^1].Finished <= entry.Started);
            if (row is null)
            {
                rows.Add(row = []);
            }

            row.Add(entry);
        }

        return rows;
    }
}

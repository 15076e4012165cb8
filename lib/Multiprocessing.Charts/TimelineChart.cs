namespace Multiprocessing.Charts;

/// <summary>
/// A picture of a <see cref="Timeline"/>: when each item of a call ran, a lane for each worker, a bar for each item. Shows
/// itself as a notebook cell's value.
/// </summary>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class TimelineChart
{
    private const string DefaultTitle = "When each item ran";

    /// <summary>Draws what a timeline has taken down so far; what it takes down later is not in this chart.</summary>
    /// <param name="timeline">The timeline that was given to a call as <see cref="MapOptions.Timeline"/>.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentNullException"><paramref name="timeline"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="title"/> is blank.</exception>
    public TimelineChart(Timeline timeline, string title = DefaultTitle)
        : this((timeline ?? throw new ArgumentNullException(nameof(timeline))).Entries, title) { }

    /// <summary>Draws some entries of a timeline, for example those of the first second.</summary>
    /// <param name="entries">The entries, in any order.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entries"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="title"/> is blank.</exception>
    public TimelineChart(IEnumerable<TimelineEntry> entries, string title = DefaultTitle)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Entries = [.. entries];
        Title = title;
    }

    /// <summary>What is drawn.</summary>
    public IReadOnlyList<TimelineEntry> Entries { get; }

    /// <summary>The line above the picture.</summary>
    public string Title { get; }

    /// <summary>The chart as a fragment of HTML that needs no network: the picture, and the workers' numbers below it.</summary>
    public string ToHtml() => TimelineHtml.Of(this);

    /// <summary>The chart as text: its title and the table of the workers' numbers.</summary>
    public override string ToString() => $"{Title}{Environment.NewLine}{TimelineText.Of(this)}";
}

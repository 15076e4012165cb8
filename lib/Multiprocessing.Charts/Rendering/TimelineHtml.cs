namespace Multiprocessing.Charts;

/// <summary>A timeline as a fragment of HTML.</summary>
internal static class TimelineHtml
{
    /// <summary>The picture with the table of the workers' numbers.</summary>
    public static string Of(TimelineChart chart)
    {
        var view = new TimelineView(chart.Entries);
        return view.ItemCount == 0
            ? $"<p>{ChartHtml.Encoded($"{chart.Title}: {TimelineText.Nothing}")}</p>"
            : ChartHtml.Of(
                chart.Title,
                PlotlyJson.Of(TimelineFigure.Bars(view), TimelineFigure.Layout(view, chart.Title)),
                ChartHtml.Table(
                    TimelineText.Summary(view),
                    TimelineText.Columns,
                    TimelineText.Rows(view)
                )
            );
    }
}

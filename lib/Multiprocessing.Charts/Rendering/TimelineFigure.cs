using XPlot.Plotly;

namespace Multiprocessing.Charts;

/// <summary>The picture of a timeline, in XPlot's terms.</summary>
internal static class TimelineFigure
{
    // Neighbours differ in shade, so that one ends visibly where the next begins.
    private const string OddShade = "#5a96c8";

    private const int LaneHeight = 34;
    private const int NarrowLaneHeight = 18;
    private const int MostWideLanes = 16;
    private const int HeightOfRest = 130;

    // What one character of a lane's name takes at the chart's font size, at most.
    private const double CharacterWidth = 7.5;

    public static IEnumerable<Trace> Bars(TimelineView view)
    {
        var bars = view
            .Bars.SelectMany(
                (lane, y) => lane.Select((bar, index) => (Lane: y, Shade: index % 2, Bar: bar))
            )
            .ToLookup(drawn => drawn.Shade, drawn => (drawn.Lane, drawn.Bar));
        return bars.Select(shade => Bars(view, shade.Key == 0 ? ChartStyle.Blue : OddShade, shade));
    }

    public static Layout.Layout Layout(TimelineView view, string title)
    {
        var lanes = view.Lanes.Count;
        var unit = TimeAxis.Of(view);
        var layout = ChartStyle.Layout(
            title,
            HeightOfRest + lanes * (lanes <= MostWideLanes ? LaneHeight : NarrowLaneHeight)
        );
        layout.showlegend = false;
        layout.barmode = "overlay";
        layout.margin = new Margin
        {
            l = 20 + CharacterWidth * view.Lanes.Max(lane => lane.Name.Length),
            r = 20,
            t = 60,
            b = 60,
        };
        layout.xaxis = new Xaxis
        {
            title = $"time since the first call, in {unit.Name}",
            range = new[] { unit.Value(view.Begin), unit.Value(view.End) },
            gridcolor = ChartStyle.FaintGray,
            zeroline = false,
        };
        layout.yaxis = new Yaxis
        {
            range = new[] { lanes - 0.5, -0.5 },
            tickvals = Enumerable.Range(0, lanes).ToArray(),
            ticktext = view.Lanes.Select(lane => lane.Name).ToArray(),
            showgrid = false,
            zeroline = false,
            fixedrange = true,
        };
        return layout;
    }

    private static IntervalBars Bars(
        TimelineView view,
        string color,
        IEnumerable<(int Lane, TimelineBar Bar)> bars
    )
    {
        var unit = TimeAxis.Of(view);
        var drawn = bars.ToList();
        return new IntervalBars
        {
            orientation = "h",
            y = drawn.Select(bar => bar.Lane).ToArray(),
            Base = [.. drawn.Select(bar => unit.Value(bar.Bar.Started))],
            x = drawn.Select(bar => unit.Length(bar.Bar.Finished - bar.Bar.Started)).ToArray(),
            HoverText = [.. drawn.Select(bar => TimelineText.Of(bar.Bar))],
            hoverinfo = "text",
            marker = new Marker { color = color },
        };
    }
}

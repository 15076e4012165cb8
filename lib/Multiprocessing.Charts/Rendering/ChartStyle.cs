using XPlot.Plotly;

namespace Multiprocessing.Charts;

/// <summary>What all pictures look like.</summary>
internal static class ChartStyle
{
    // From the palette of Okabe and Ito, which the colour-blind can tell apart, darkened or lightened until each has
    // a contrast of 3 or more on white and on a dark page alike. Shapes and dashes say the same a second time.
    public const string Blue = "#2a80b9";
    public const string Green = "#00946b";
    public const string Vermilion = "#d55e00";
    public const string Gray = "#808080";
    public const string FaintGray = "rgba(128,128,128,0.25)";

    /// <summary>A layout without axes, readable on light and dark pages.</summary>
    public static Layout.Layout Layout(string title, int height) =>
        new()
        {
            title = title,
            height = height,
            autosize = true,
            hovermode = "closest",
            paper_bgcolor = "rgba(0,0,0,0)",
            plot_bgcolor = "rgba(0,0,0,0)",
            font = new Font
            {
                family = "system-ui, sans-serif",
                size = 13,
                color = Gray,
            },
        };
}

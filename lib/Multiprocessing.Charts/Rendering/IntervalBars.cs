using Newtonsoft.Json;
using XPlot.Plotly;

namespace Multiprocessing.Charts;

/// <summary>Bars from one value to another, each with words of its own; XPlot's bars all begin at zero.</summary>
internal sealed class IntervalBars : Bar
{
    /// <summary>Where each bar begins; <c>x</c> says how long it is.</summary>
    [JsonProperty("base")]
    public required double[] Base { get; init; }

    [JsonProperty("hovertext")]
    public required string[] HoverText { get; init; }
}

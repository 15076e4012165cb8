namespace Multiprocessing.Charts;

/// <summary>The unit of a timeline's axis.</summary>
internal sealed record TimeAxis(string Name, TimeSpan Unit, int Digits)
{
    private static readonly TimeAxis s_milliseconds = new("ms", TimeSpan.FromMilliseconds(1), 4);
    private static readonly TimeAxis s_seconds = new("s", TimeSpan.FromSeconds(1), 6);
    private static readonly TimeSpan s_mostInMilliseconds = TimeSpan.FromSeconds(2);

    public static TimeAxis Of(TimelineView view) =>
        view.End < s_mostInMilliseconds ? s_milliseconds : s_seconds;

    public double Value(TimeSpan time) => Math.Round(time / Unit, Digits);

    /// <summary>Never 0: a bar without length would not be drawn at all.</summary>
    public double Length(TimeSpan time) => Math.Max(Value(time), Math.Pow(10, -Digits));
}

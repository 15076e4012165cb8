namespace Multiprocessing.Charts;

/// <summary>
/// A picture of a <see cref="SpeedupMeasurement"/>: the measured speedup with its spread, the ideal, what the
/// machine can give, and Amdahl's law fitted to it. Shows itself as a notebook cell's value.
/// </summary>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class SpeedupChart
{
    /// <summary>Draws a measurement.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="title">The line above the picture.</param>
    public SpeedupChart(SpeedupMeasurement measurement, string title = "Speedup over one worker")
    {
        ArgumentNullException.ThrowIfNull(measurement);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Measurement = measurement;
        Title = title;
    }

    /// <summary>What is drawn.</summary>
    public SpeedupMeasurement Measurement { get; }

    /// <summary>The line above the picture.</summary>
    public string Title { get; }

    /// <summary>The chart as a fragment of HTML that needs no network: the picture, and the numbers below it.</summary>
    public string ToHtml() => SpeedupHtml.Of(this);

    /// <summary>The chart as text: its title and the table of its numbers.</summary>
    public override string ToString() => $"{Title}{Environment.NewLine}{Measurement}";
}

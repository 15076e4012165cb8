using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Charts;

/// <summary>What a notebook host finds behind <see cref="TypeFormatterSourceAttribute"/>, called by reflection.</summary>
internal sealed class NotebookFormatters
{
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts look for an instance method.")]
    public IEnumerable<object> CreateTypeFormatters() =>
        [
            new NotebookFormatter<SpeedupChart>("text/html", SpeedupHtml.Of),
            new NotebookFormatter<SpeedupChart>("text/plain", chart => chart.ToString()),
            new NotebookFormatter<SpeedupMeasurement>("text/html", SpeedupHtml.TableOf),
            new NotebookFormatter<SpeedupMeasurement>(
                "text/plain",
                measurement => measurement.ToString()
            ),
            new NotebookFormatter<TimelineChart>("text/html", TimelineHtml.Of),
            new NotebookFormatter<TimelineChart>("text/plain", chart => chart.ToString()),
        ];
}

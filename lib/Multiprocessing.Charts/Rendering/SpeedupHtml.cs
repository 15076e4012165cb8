namespace Multiprocessing.Charts;

/// <summary>A measurement as a fragment of HTML.</summary>
internal static class SpeedupHtml
{
    /// <summary>The picture with the table of its numbers.</summary>
    public static string Of(SpeedupChart chart) =>
        ChartHtml.Of(
            chart.Title,
            PlotlyJson.Of(
                SpeedupFigure.Curves(chart.Measurement),
                SpeedupFigure.Layout(chart.Measurement, chart.Title)
            ),
            TableAndWarnings(chart.Measurement)
        );

    /// <summary>The table alone.</summary>
    public static string TableOf(SpeedupMeasurement measurement) =>
        $"""
            {ChartHtml.Style()}
            {TableAndWarnings(measurement)}
            """;

    private static string TableAndWarnings(SpeedupMeasurement measurement) =>
        string.Join(
            '\n',
            [
                ChartHtml.Table(
                    SpeedupText.Summary(measurement),
                    SpeedupText.Columns,
                    SpeedupText.Rows(measurement)
                ),
                .. measurement.Warnings.Select(warning =>
                    $"<p class=\"mp-warning\">{ChartHtml.Encoded(warning)}</p>"
                ),
            ]
        );
}

using XPlot.Plotly;

namespace Multiprocessing.Charts;

/// <summary>The picture's curves, in XPlot's terms.</summary>
internal static class SpeedupFigure
{
    private const int CurveSteps = 60;

    public static IReadOnlyList<Scatter> Curves(SpeedupMeasurement measurement)
    {
        var most = measurement.Points[^1].Workers;
        List<Scatter> curves =
        [
            Curve(
                "ideal",
                [1, most],
                [1, most],
                new Line
                {
                    color = ChartStyle.Gray,
                    dash = "dash",
                    width = 1.5,
                }
            ),
        ];
        if (measurement.Amdahl is { } amdahl)
        {
            var workers = Steps(1, most).ToArray();
            curves.Add(
                Curve(
                    $"Amdahl's law, serial fraction {Numbers.Percent(amdahl.SerialFraction)}",
                    workers,
                    workers.Select(amdahl.Speedup),
                    new Line
                    {
                        color = ChartStyle.Vermilion,
                        dash = "dashdot",
                        width = 2,
                    }
                )
            );
        }

        curves.Add(
            Points(
                "this machine's ceiling",
                measurement.Ceiling,
                ChartStyle.Green,
                "square",
                new Line
                {
                    color = ChartStyle.Green,
                    dash = "dot",
                    width = 2,
                }
            )
        );
        curves.Add(
            Points(
                "measured",
                measurement.Points,
                ChartStyle.Blue,
                "circle",
                new Line { color = ChartStyle.Blue, width = 3 }
            )
        );
        if (most > measurement.Cores)
        {
            var top = measurement
                .Points.Concat(measurement.Ceiling)
                .Max(point => point.HighestSpeedup);
            curves.Add(
                Curve(
                    $"cores: {measurement.Cores}",
                    [measurement.Cores, measurement.Cores],
                    [0, Math.Max(most, top)],
                    new Line
                    {
                        color = ChartStyle.Gray,
                        dash = "dot",
                        width = 1,
                    }
                )
            );
        }

        return curves;
    }

    public static Layout.Layout Layout(SpeedupMeasurement measurement, string title)
    {
        var layout = ChartStyle.Layout(title, height: 460);
        layout.showlegend = true;
        layout.margin = new Margin
        {
            l = 60,
            r = 20,
            t = 60,
            b = 60,
        };
        layout.legend = new Legend
        {
            orientation = "h",
            x = 0,
            y = -0.22,
            yanchor = "top",
            bgcolor = "rgba(0,0,0,0)",
        };
        layout.xaxis = new Xaxis
        {
            title = "worker processes",
            // Never a tick at two and a half workers.
            dtick = Math.Max(1, measurement.Points[^1].Workers / 8),
            gridcolor = ChartStyle.FaintGray,
            zeroline = false,
        };
        layout.yaxis = new Yaxis
        {
            title = "speedup over one worker",
            rangemode = "tozero",
            gridcolor = ChartStyle.FaintGray,
            zerolinecolor = ChartStyle.FaintGray,
        };
        return layout;
    }

    private static Scatter Curve(
        string name,
        IEnumerable<double> x,
        IEnumerable<double> y,
        Line line
    ) =>
        new()
        {
            name = name,
            mode = "lines",
            x = x.ToArray(),
            y = y.Select(Rounded).ToArray(),
            line = line,
            hoverinfo = "name+y",
        };

    private static Scatter Points(
        string name,
        IReadOnlyList<SpeedupPoint> points,
        string color,
        string symbol,
        Line line
    ) =>
        new()
        {
            name = name,
            mode = "lines+markers",
            x = points.Select(point => point.Workers).ToArray(),
            y = points.Select(point => Rounded(point.Speedup)).ToArray(),
            line = line,
            marker = new Marker
            {
                color = color,
                symbol = symbol,
                size = 9,
            },
            hoverinfo = "name+x+y",
            error_y = new Error_y
            {
                type = "data",
                symmetric = false,
                array = points
                    .Select(point => Rounded(point.HighestSpeedup - point.Speedup))
                    .ToArray(),
                arrayminus = points
                    .Select(point => Rounded(point.Speedup - point.LowestSpeedup))
                    .ToArray(),
                color = color,
                thickness = 1.5,
                width = 5,
            },
        };

    private static IEnumerable<double> Steps(double from, double to) =>
        Enumerable
            .Range(0, CurveSteps + 1)
            .Select(step => Rounded(from + (to - from) * step / CurveSteps));

    private static double Rounded(double value) => Math.Round(value, 4);
}

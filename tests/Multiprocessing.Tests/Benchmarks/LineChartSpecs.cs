using System.Globalization;
using System.Xml.Linq;
using Multiprocessing.Benchmarks.Growth;
using Multiprocessing.Benchmarks.Report;
using Multiprocessing.Benchmarks.Running;
using Xunit;

namespace Multiprocessing.Tests.Benchmarks;

public class LineChartSpecs
{
    private static readonly Figure s_time = new("a map", Unit.Seconds);
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_contender_has_a_line_and_equal_factors_are_equal_distances()
    {
        // Ten times the size costs ten times the time for one, and twice that for the other, who skips the last size.
        XElement chart = Draw((100, 1e-4, 2e-4), (1000, 1e-3, 2e-3), (10_000, 1e-2, null));
        double[][] lines =
        [
            .. chart
                .Elements(s_svg + "polyline")
                .Select(line =>
                    line.Attribute("points")!
                        .Value.Split(' ', ',')
                        .Select(number => double.Parse(number, CultureInfo.InvariantCulture))
                        .ToArray()
                ),
        ];
        Assert.Equal([6, 4], lines.Select(line => line.Length));
        Assert.Equal(lines[0][2] - lines[0][0], lines[0][4] - lines[0][2], 0.2);
        Assert.Equal(lines[0][1] - lines[0][3], lines[0][3] - lines[0][5], 0.2);
        Assert.Equal(lines[0][1] - lines[1][1], lines[0][3] - lines[1][3], 0.2);

        string[] texts = [.. chart.Elements(s_svg + "text").Select(text => text.Value)];
        Assert.Contains("work of <items> & more: a map", texts);
        Assert.Contains("ours", texts);
        Assert.Contains("10 k", texts);
        Assert.Contains("1.00 ms", texts);
    }

    private static XElement Draw(params (long Size, double Ours, double? Theirs)[] points)
    {
        var plan = new Plan([new("ours", null), new("theirs", null)], []);
        var curve = new Curve("growth", "work of <items> & more", "items", _ => [], (_, _) => plan);
        return XElement.Parse(
            LineChart.Of(
                new CurveFinding(
                    curve,
                    "items",
                    [
                        .. points.Select(point =>
                        {
                            var sample = new Sample();
                            sample.Add("ours", new() { [s_time] = point.Ours });
                            if (point.Theirs is { } theirs)
                            {
                                sample.Add("theirs", new() { [s_time] = theirs });
                            }

                            return new CurvePoint(
                                point.Size,
                                plan,
                                new Samples([sample], 0, AreControlled: true)
                            );
                        }),
                    ]
                ),
                s_time
            )
        );
    }
}

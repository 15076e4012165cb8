using System.Globalization;
using System.Security;
using System.Text;
using Multiprocessing.Benchmarks.Growth;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Report;

/// <summary>A curve of growth as an SVG: both axes logarithmic, a line a contender through its medians.</summary>
internal sealed class LineChart
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 80;
    private const int Right = 30;
    private const int Top = 50;
    private const int Bottom = 60;
    private static readonly string[] s_colors = ["#1f6feb", "#d1242f", "#2da44e", "#8250df"];
    private readonly StringBuilder _svg = new();
    private readonly LogScale _across;
    private readonly LogScale _up;

    private LineChart(LogScale across, LogScale up) => (_across, _up) = (across, up);

    public static string Of(CurveFinding curve, Figure figure)
    {
        (string Name, (double X, double Y)[] Points)[] lines =
        [
            .. curve
                .Quantities.Where(quantity => quantity.Figure == figure)
                .Select(quantity =>
                    (
                        quantity.Contender,
                        curve
                            .Points.Where(point => point.Samples[quantity] is not null)
                            .Select(point => ((double)point.Size, point.Samples[quantity]!.Median))
                            .ToArray()
                    )
                ),
        ];
        (double X, double Y)[] all = [.. lines.SelectMany(line => line.Points)];
        var chart = new LineChart(
            LogScale.Marking(all.Select(point => point.X), Left, Width - Right),
            LogScale.Around(all.Select(point => point.Y), Height - Bottom, Top)
        );
        return chart.Draw(curve, figure, lines);
    }

    private string Draw(
        CurveFinding curve,
        Figure figure,
        (string Name, (double X, double Y)[] Points)[] lines
    )
    {
        Add(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">\n"
        );
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        Text(Left, 20, "start", "#1f2328", $"{curve.Work.Title}: {figure.Name}");
        foreach (double x in _across.Marks)
        {
            Add(
                $"<path d=\"M{_across.Place(x):F1} {Top}V{Height - Bottom}\" stroke=\"#d8dee4\"/>\n"
            );
            Text(_across.Place(x), Height - Bottom + 20, "middle", "#57606a", Numbers.Short(x));
        }

        foreach (double y in _up.Marks)
        {
            Add($"<path d=\"M{Left} {_up.Place(y):F1}H{Width - Right}\" stroke=\"#d8dee4\"/>\n");
            Text(Left - 8, _up.Place(y) + 4, "end", "#57606a", Numbers.Of(figure.Unit, y));
        }

        Text((Left + Width - Right) / 2, Height - 12, "middle", "#57606a", curve.Axis);
        for (int i = 0; i < lines.Length; i++)
        {
            DrawLine(lines[i].Points, s_colors[i % s_colors.Length]);
            Text(Left + (200 * i), 40, "start", s_colors[i % s_colors.Length], lines[i].Name);
        }

        return _svg.Append("</svg>\n").ToString();
    }

    private void DrawLine((double X, double Y)[] points, string color)
    {
        string path = string.Join(
            ' ',
            points.Select(point =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_across.Place(point.X):F1},{_up.Place(point.Y):F1}"
                )
            )
        );
        Add($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");
        foreach ((double x, double y) in points)
        {
            Add(
                $"<circle cx=\"{_across.Place(x):F1}\" cy=\"{_up.Place(y):F1}\" r=\"3.5\" fill=\"{color}\"/>\n"
            );
        }
    }

    private void Text(double x, double y, string anchor, string color, string text) =>
        Add(
            $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" fill=\"{color}\">{SecurityElement.Escape(text)}</text>\n"
        );

    private void Add(FormattableString element) =>
        _svg.Append(element.ToString(CultureInfo.InvariantCulture));
}

using System.Globalization;
using System.Text;
using Multiprocessing.Benchmarks.Growth;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Report;

/// <summary>All figures of one work, in markdown.</summary>
internal static class Sections
{
    public static string Of(Finding finding)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"### `{finding.Work.Name}`: {finding.Work.Title}\n\n"
        );
        switch (finding)
        {
            case MatchFinding match:
                text.Append(match.Samples.Describe()).Append("\n\n").Append(Figures(match));
                break;
            case CurveFinding curve:
                text.Append(Figures(curve));
                break;
        }

        return text.ToString();
    }

    private static MarkdownTable Figures(MatchFinding finding)
    {
        var table = new MarkdownTable("contender", "figure", "median", "lowest", "highest");
        foreach (Contender contender in finding.Plan.Contenders)
        {
            Quantity[] quantities = [.. finding.Samples.QuantitiesOf(contender)];
            foreach (Quantity quantity in quantities)
            {
                Spread spread = finding.Samples[quantity]!;
                Unit unit = quantity.Figure.Unit;
                table.Add(
                    contender.Name,
                    quantity.Figure.Name,
                    Numbers.Of(unit, spread.Median),
                    Numbers.Of(unit, spread.Lowest),
                    Numbers.Of(unit, spread.Highest)
                );
            }

            if (quantities.Length == 0)
            {
                table.Add(contender.Name, "", "not measured", "", "");
            }
        }

        return table;
    }

    private static MarkdownTable Figures(CurveFinding finding)
    {
        var table = new MarkdownTable([
            finding.Axis,
            .. finding.Quantities.Select(quantity =>
                $"{quantity.Contender}: {quantity.Figure.Name}"
            ),
            "samples",
        ]);
        foreach (CurvePoint point in finding.Points)
        {
            table.Add([
                point.Size.ToString("N0", CultureInfo.InvariantCulture),
                .. finding.Quantities.Select(quantity =>
                    point.Samples[quantity] is { } spread
                        ? Numbers.Of(quantity.Figure.Unit, spread)
                        : "not measured"
                ),
                point.Samples.AreControlled
                    ? point.Samples.Kept.Count.ToString(CultureInfo.InvariantCulture)
                    : $"{point.Samples.Kept.Count}, bad controls",
            ]);
        }

        return table;
    }
}

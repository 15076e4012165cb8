using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Report;

/// <summary>What was to be reached and what was: a line a goal.</summary>
internal static class GoalTable
{
    private const string NotMeasured = "not measured";

    public static string Of(IEnumerable<Finding> findings)
    {
        var table = new MarkdownTable(
            "work",
            "figure",
            "median (lowest – highest)",
            "against",
            "its median (lowest – highest)",
            "ratio, median (lowest – highest)",
            "goal",
            "verdict"
        );
        foreach (MatchFinding finding in findings.OfType<MatchFinding>())
        {
            foreach (Goal goal in finding.Plan.Goals)
            {
                table.Add(Cells(finding, goal));
            }
        }

        return table.ToString();
    }

    private static string[] Cells(MatchFinding finding, Goal goal)
    {
        double[] values = goal.Values(finding.Samples.Kept);
        return
        [
            $"`{finding.Work.Name}`",
            goal.Measured.Figure.Name,
            Text(finding.Samples, goal.Measured),
            goal.Reference is { } reference ? Name(goal.Measured, reference) : "",
            goal.Reference is null ? "" : Text(finding.Samples, goal.Reference),
            goal.Reference is null || values.Length == 0
                ? ""
                : Numbers.Of(Unit.Factor, Spread.Of(values)),
            Bound(goal),
            Verdict(goal, values) + (finding.Samples.AreControlled ? "" : ", bad controls"),
        ];
    }

    private static string Name(Quantity measured, Quantity reference) =>
        measured.Figure == reference.Figure
            ? reference.Contender
            : $"{reference.Contender}, {reference.Figure.Name}";

    private static string Text(Samples samples, Quantity quantity) =>
        samples[quantity] is { } spread ? Numbers.Of(quantity.Figure.Unit, spread) : NotMeasured;

    private static string Bound(Goal goal) =>
        goal.AtLeast is { } least ? $"at least {InUnit(goal, least)}"
        : goal.AtMost is { } most ? $"at most {InUnit(goal, most)}"
        : "reported";

    private static string Verdict(Goal goal, double[] values)
    {
        if (values.Length == 0)
        {
            return NotMeasured;
        }

        if ((goal.AtLeast ?? goal.AtMost) is not { } bound)
        {
            return "";
        }

        double median = Statistics.Median(values);
        return goal.IsMetBy(median)
            ? "met"
            : $"**missed** ({InUnit(goal, median)} of {InUnit(goal, bound)})";
    }

    /// <summary>A bound on the figure itself has its unit; one on a ratio has none.</summary>
    private static string InUnit(Goal goal, double value) =>
        Numbers.Of(goal.Reference is null ? goal.Measured.Figure.Unit : Unit.Factor, value);
}

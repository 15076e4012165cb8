using System.Globalization;
using System.Net;
using System.Text;

namespace Multiprocessing.Course.Notebooks;

/// <summary>Verdicts and progress as HTML that reads in light and dark pages.</summary>
internal static class CourseHtml
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private const string Done = "#2e9e5b";
    private const string NotYet = "#d9822b";

    public static string Of(Verdict verdict)
    {
        var html = new StringBuilder();
        var (colour, mark, state) = verdict.Passed ? (Done, "✓", "done") : (NotYet, "○", "not yet");
        html.Append(
            Invariant,
            $"<div style=\"border-left:4px solid {colour};padding:.4em .9em;margin:.3em 0\">"
        );
        html.Append(
            Invariant,
            $"<strong style=\"color:{colour}\">{mark} Exercise {Text(verdict.Exercise.Id)}: {state}</strong> · {Text(verdict.Exercise.Title)}"
        );
        if (verdict.Fault is { } fault)
            html.Append(Invariant, $"<div style=\"margin-top:.3em\">{Text(fault)}</div>");
        if (verdict.Hint is { } hint)
            html.Append(
                Invariant,
                $"<details style=\"margin-top:.3em\"><summary>Hint</summary>{Text(hint)}</details>"
            );
        return html.Append("</div>").ToString();
    }

    public static string Of(CourseProgress progress)
    {
        var html = new StringBuilder();
        html.Append(Invariant, $"<div><strong>{Text(progress.ToString())}</strong>");
        html.Append("<table style=\"margin-top:.5em\">");
        foreach (var (notebook, done) in progress.Notebooks)
        {
            html.Append(
                Invariant,
                $"<tr><td style=\"text-align:left\">{Text(notebook.Title)}</td><td style=\"text-align:left\">"
            );
            foreach (var exercise in notebook.Exercises)
            {
                var isDone = done.Contains(exercise.Id);
                html.Append(
                    Invariant,
                    $"<span title=\"{Text(exercise.Title)}\" style=\"color:{(isDone ? Done : "#888")};margin-right:.4em\">{(isDone ? "✓" : "○")} {Text(exercise.Id)}</span>"
                );
            }
            html.Append("</td></tr>");
        }
        return html.Append("</table></div>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;

namespace Multiprocessing.Insight;

/// <summary>A progress bar as a fragment of HTML: no script, nothing loaded, colours for light and dark pages.</summary>
internal static class ProgressHtml
{
    private const string Font =
        "max-width:40em;font-family:system-ui,sans-serif;font-size:13px;line-height:1.6;font-variant-numeric:tabular-nums";

    private const string Track =
        "height:8px;border-radius:4px;overflow:hidden;background:rgba(128,128,128,0.3)";

    public static string Of(ProgressView view) =>
        $"<div style=\"{Font}\">{Bar(view)}{Words(view)}{Workers(view)}</div>";

    private static string Bar(ProgressView view)
    {
        if (view.Fraction is not { } part)
        {
            return "";
        }

        string percent = (100 * part).ToString("0.##", CultureInfo.InvariantCulture);
        string fill = $"height:100%;width:{percent}%;background:{Color(view.State)}";
        return $"<div role=\"progressbar\" aria-label=\"items done\" aria-valuemin=\"0\" aria-valuemax=\"100\" aria-valuenow=\"{percent}\""
            + $" style=\"{Track}\"><div style=\"{fill}\"></div></div>";
    }

    private static string Words(ProgressView view)
    {
        string[] parts = view.Percent is { } percent
            ? [percent, view.Count, .. view.Pace]
            : [view.Count, .. view.Pace];
        return $"<div><b>{parts[0]}</b>{string.Concat(parts.Skip(1).Select(part => $" · {part}"))}</div>";
    }

    private static string Workers(ProgressView view)
    {
        IEnumerable<string> workers = view.Workers.Select(worker =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"<span title=\"process {worker.ProcessId}\">{worker.Done:N0}</span>"
            )
        );
        string text = string.Join(" · ", workers);
        return text.Length > 0 ? $"<div style=\"opacity:0.75\">by worker: {text}</div>" : "";
    }

    private static string Color(ProgressState state) =>
        state switch
        {
            ProgressState.Running => "#2a80b9",
            ProgressState.Done => "#00946b",
            _ => "#d55e00",
        };
}

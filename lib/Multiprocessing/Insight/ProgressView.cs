using System.Globalization;

namespace Multiprocessing.Insight;

/// <summary>One state of a progress bar, in words. A notebook host finds how to show it by the attribute's name.</summary>
[TypeFormatterSource(
    typeof(ProgressFormatters),
    PreferredMimeTypes = [ProgressView.Html, ProgressView.Plain]
)]
internal sealed class ProgressView(PoolProgress progress, ProgressState state)
{
    public const string Html = "text/html";
    public const string Plain = "text/plain";

    // More do not fit in a line that is read in passing.
    private const int MostWorkersShown = 8;

    public ProgressState State => state;

    /// <summary>The part that is done, from 0 to 1; null where the total is not known.</summary>
    public double? Fraction =>
        progress.Total switch
        {
            null => null,
            <= 0 => 1,
            { } total => Math.Clamp((double)progress.Done / total, 0, 1),
        };

    /// <summary>In whole percent, and 100 only when all is done.</summary>
    public string? Percent =>
        Fraction is { } part ? Invariant($"{Math.Floor(part * 100)} %") : null;

    public string Count =>
        progress.Total is { } total
            ? Invariant($"{progress.Done:N0} of {total:N0} items")
            : Invariant($"{progress.Done:N0} {(progress.Done == 1 ? "item" : "items")}");

    /// <summary>How fast it goes and how long it still takes, or, at the end, how long it took.</summary>
    public IEnumerable<string> Pace
    {
        get
        {
            if (state != ProgressState.Running)
            {
                yield return (state == ProgressState.Stopped ? "stopped after " : "in ")
                    + Time(progress.Elapsed);
            }

            if (state == ProgressState.Running && progress.IsInitializing)
            {
                yield return "initializing";
            }

            if (progress.Rate > 0)
            {
                yield return progress.Rate >= 1
                    ? Invariant($"{Digits(progress.Rate)} items/s")
                    : Invariant($"{Digits(1 / progress.Rate)} s/item");
            }

            if (state == ProgressState.Running && progress.Remaining is { } remaining)
            {
                yield return $"{Time(remaining)} left";
            }
        }
    }

    /// <summary>What each worker has done; nothing where there are too many, or only one.</summary>
    public IEnumerable<WorkerProgress> Workers =>
        progress.Workers.Count is > 1 and <= MostWorkersShown ? progress.Workers : [];

    /// <summary>All in one line.</summary>
    public override string ToString() =>
        string.Join(", ", [Percent is { } percent ? $"{percent}, {Count}" : Count, .. Pace]);

    private static string Time(TimeSpan time) =>
        time.TotalSeconds < 10 ? Invariant($"{time.TotalSeconds:0.0} s")
        : time.TotalMinutes < 1 ? Invariant($"{time.TotalSeconds:0} s")
        : time.TotalHours < 1 ? Invariant($"{time.Minutes} min {time.Seconds} s")
        : time.TotalDays < 1 ? Invariant($"{time.Hours} h {time.Minutes} min")
        : Invariant($"{time.Days} d {time.Hours} h");

    private static string Digits(double number) =>
        Invariant(number < 100 ? $"{number:0.0}" : (FormattableString)$"{number:N0}");

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

using Multiprocessing.Charts;
using Multiprocessing.Course.Notebooks;

namespace Multiprocessing.Course;

/// <summary>What became of an answer. A notebook shows it as a box, everything else as text.</summary>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Verdict
{
    internal Verdict(ExerciseInfo exercise, string? fault, string? hint) =>
        (Exercise, Fault, Hint) = (exercise, fault, hint);

    /// <summary>Whether the answer is right.</summary>
    public bool Passed => Fault is null;

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Fault { get; }

    /// <summary>What may help; null where there is nothing to say.</summary>
    public string? Hint { get; }

    internal ExerciseInfo Exercise { get; }

    /// <summary>The verdict as text.</summary>
    public override string ToString() =>
        Passed
            ? $"Exercise {Exercise.Id}, {Exercise.Title}: done."
            : $"Exercise {Exercise.Id}, {Exercise.Title}: not yet. {Fault}"
                + (Hint is null ? "" : $" Hint: {Hint}");
}

namespace Multiprocessing.Lab.Documents;

/// <summary>
/// What the id of a course notebook's cell says: "04-1-stub" is what a learner fills in, "04-1-solution" a right answer.
/// </summary>
internal static class ExerciseId
{
    /// <summary>The exercise whose stub has this id; null if it is none's.</summary>
    public static string? StubOf(string? id) => ExerciseOf(id, "-stub");

    /// <summary>The exercise whose solution has this id; null if it is none's.</summary>
    public static string? SolutionOf(string? id) => ExerciseOf(id, "-solution");

    private static string? ExerciseOf(string? id, string kind) =>
        id is not null && id.EndsWith(kind, StringComparison.Ordinal) ? id[..^kind.Length] : null;
}

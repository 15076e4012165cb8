using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Learning;

/// <summary>
/// A cell of a course notebook, as its id tells it apart: "04-1-stub" is what a learner fills in, "04-1-check" checks it,
/// "04-1-solution" holds a right answer, folded, as its only stretch of C#.
/// </summary>
internal static partial class CourseCell
{
    private const string Stub = "-stub";
    private const string Solution = "-solution";

    /// <summary>The exercise whose stub this is; null if it is none.</summary>
    public static string? StubOf(JsonObject cell) => ExerciseOf(cell, Stub);

    /// <summary>The exercise whose solution this is; null if it is none.</summary>
    public static string? SolutionOf(JsonObject cell) => ExerciseOf(cell, Solution);

    /// <summary>The C# in a solution; null if there is none.</summary>
    public static string? CodeOf(JsonObject solution) =>
        Fence().Match(Source(solution)) is { Success: true } fence ? fence.Groups[1].Value : null;

    public static string Source(JsonObject cell) =>
        cell["source"] switch
        {
            JsonArray lines => string.Concat(lines.Select(line => (string?)line)),
            JsonValue text => (string?)text ?? "",
            _ => "",
        };

    public static void SetSource(JsonObject cell, string text) =>
        cell["source"] = OutputJson.Lines(text);

    private static string? ExerciseOf(JsonObject cell, string kind) =>
        (string?)cell["id"] is { } id && id.EndsWith(kind, StringComparison.Ordinal)
            ? id[..^kind.Length]
            : null;

    [GeneratedRegex(@"^```csharp\n(.*?)\n?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}

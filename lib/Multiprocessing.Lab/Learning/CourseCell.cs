using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Learning;

/// <summary>
/// A cell of a course notebook, told apart by its id (<see cref="ExerciseId"/>). A solution holds its answer folded, as its only
/// stretch of C#.
/// </summary>
internal static partial class CourseCell
{
    /// <summary>The exercise whose stub this is; null if it is none.</summary>
    public static string? StubOf(JsonObject cell) => ExerciseId.StubOf((string?)cell["id"]);

    /// <summary>The exercise whose solution this is; null if it is none.</summary>
    public static string? SolutionOf(JsonObject cell) => ExerciseId.SolutionOf((string?)cell["id"]);

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

    [GeneratedRegex(@"^```csharp\n(.*?)\n?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}

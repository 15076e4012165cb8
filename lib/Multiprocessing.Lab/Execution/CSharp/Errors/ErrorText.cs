using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Errors;

/// <summary>Errors in the user's terms: lines of their cells, without the machinery that ran them.</summary>
internal static partial class ErrorText
{
    public const string Compilation = "CompilationError";

    public static ErrorRaised OfCompiler(IReadOnlyList<Diagnostic> errors)
    {
        var lines = errors.Select(Describe).ToList();
        return new(Compilation, lines[0], lines);
    }

    public static ErrorRaised OfException(Exception exception) =>
        new(exception.GetType().ToString(), exception.Message, Trace(exception.ToString()));

    public static ErrorRaised OfMessage(string name, string message) =>
        new(name, message, [message]);

    /// <summary>Whether a line of a stack trace is of what runs cells, not of the cells.</summary>
    public static bool IsMachinery(string line) => Machinery().IsMatch(line);

    private static string Describe(Diagnostic error)
    {
        var span = error.Location.GetMappedLineSpan();
        var at = span.StartLinePosition;
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        if (Remedies.For(error) is { } remedy)
            message += $" ({remedy})";
        if (!error.Location.IsInSource)
            return $"error {error.Id}: {message}";
        // The cell that runs needs no name; code from another file does.
        var file = Path.GetFileName(span.Path);
        var place = OwnCell().IsMatch(file) ? "" : file;
        return $"{place}({at.Line + 1},{at.Character + 1}): error {error.Id}: {message}";
    }

    private static List<string> Trace(string text) =>
        [
            .. text.ReplaceLineEndings("\n")
                .Split('\n')
                .Where(line => !IsMachinery(line))
                .Select(line => TopLevel().Replace(line, "   at $1, line $2"))
                .Select(line => Function().Replace(line, "   at $1 in $2, line $3"))
                .Select(line => Submission().Replace(line, "   at ")),
        ];

    // As exceptions write frames, and as the runtime does when it crashes.
    [GeneratedRegex(
        @"^\s+at (Microsoft\.CodeAnalysis\.Scripting\.|Multiprocessing\.Lab\.|Microsoft\.DotNet\.Interactive\.(CSharp\.|Kernel)|System\.Runtime\.ControlledExecution|System\.Runtime\.CompilerServices\.Async|System\.Threading\.Thread\.StartCallback|Submission#\d+\.<(Initialize|Factory)>\()|^--- End of stack trace from previous location ---$"
    )]
    private static partial Regex Machinery();

    [GeneratedRegex(
        @"^\s+at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\) in (?:.*[\\/])?([^\\/]+):line (\d+)$"
    )]
    private static partial Regex TopLevel();

    [GeneratedRegex(@"^\s+at Submission#\d+\.(.*) in (?:.*[\\/])?([^\\/]+):line (\d+)$")]
    private static partial Regex Function();

    [GeneratedRegex(@"^(cell \d+)?$")]
    private static partial Regex OwnCell();

    // A function that ran in another process, where nothing is known of the cell's lines.
    [GeneratedRegex(@"^\s+at Submission#\d+[.+]")]
    private static partial Regex Submission();
}

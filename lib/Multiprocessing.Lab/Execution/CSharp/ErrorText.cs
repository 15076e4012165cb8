using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp;

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

    private static string Describe(Diagnostic error)
    {
        var at = error.Location.GetMappedLineSpan().StartLinePosition;
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        return error.Location.IsInSource
            ? $"({at.Line + 1},{at.Character + 1}): error {error.Id}: {message}"
            : $"error {error.Id}: {message}";
    }

    private static List<string> Trace(string text) =>
        [
            .. text.ReplaceLineEndings("\n")
                .Split('\n')
                .Where(line => !Machinery().IsMatch(line))
                .Select(line => TopLevel().Replace(line, "   at cell $1, line $2"))
                .Select(line => Function().Replace(line, "   at $1 in cell $2, line $3")),
        ];

    [GeneratedRegex(
        @"^\s+at (Microsoft\.CodeAnalysis\.Scripting\.|Multiprocessing\.Lab\.|System\.Runtime\.ControlledExecution)|^--- End of stack trace from previous location ---$"
    )]
    private static partial Regex Machinery();

    [GeneratedRegex(
        @"^\s+at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\) in .*cell (\d+):line (\d+)$"
    )]
    private static partial Regex TopLevel();

    [GeneratedRegex(@"^\s+at Submission#\d+\.(.*) in .*cell (\d+):line (\d+)$")]
    private static partial Regex Function();
}

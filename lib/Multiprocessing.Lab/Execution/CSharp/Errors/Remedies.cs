using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Errors;

/// <summary>What to do about a compiler's message that does not say it.</summary>
internal static partial class Remedies
{
    /// <returns>A sentence that belongs behind the compiler's message; null where there is none.</returns>
    public static string? For(Diagnostic error)
    {
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        var names = Quoted().Matches(message).Select(match => match.Groups[1].Value).ToList();
        return ScriptRemedies.For(error)
            ?? (
                (error.Id, names) switch
                {
                    // 'x' does not exist; the type or namespace 'x' could not be found.
                    ("CS0103" or "CS0246", [var name, ..]) => NameRemedies.OfUnknown(Plain(name)),
                    // 'x' does not exist in the namespace 'y'.
                    ("CS0234", [var name, var space, ..]) => NameRemedies.OfMissing(
                        Plain(name),
                        space
                    ),
                    // 'type' has no definition for 'x'.
                    ("CS0117" or "CS1061", [_, var name, ..]) => NameRemedies.OfMember(name),
                    // The file 'x' could not be found.
                    ("CS0006", [var file, ..]) => NameRemedies.OfFile(file),
                    _ => null,
                }
            );
    }

    private static string Plain(string name) => name.Split('<', '(')[0];

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}

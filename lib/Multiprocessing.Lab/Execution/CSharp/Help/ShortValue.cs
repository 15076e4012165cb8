using System.Collections;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// A variable's value in a few characters, if that runs no code of the user's: a cell may be at work on it, and asking
/// for help must change nothing.
/// </summary>
internal static class ShortValue
{
    private const int Longest = 80;

    /// <returns>Null for what has no short text of its own.</returns>
    public static string? Of(object? value) =>
        value switch
        {
            null => "null",
            string text => Quote(text),
            char letter => SymbolDisplay.FormatLiteral(letter, quote: true),
            bool truth => truth ? "true" : "false",
            Enum choice => choice.ToString(),
            DateTime or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Guid => Write(value),
            Array array => Count(array.LongLength),
            ICollection collection when IsOfFramework(collection) => Count(collection.Count),
            _ when value.GetType().IsPrimitive || value is decimal => Write(value),
            _ => null,
        };

    private static string Write(object value) =>
        ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private static string Quote(string text) =>
        text.Length <= Longest
            ? SymbolDisplay.FormatLiteral(text, quote: true)
            : $"{SymbolDisplay.FormatLiteral(text[..Longest], quote: true)}... ({text.Length} characters)";

    private static string Count(long count) => count == 1 ? "1 item" : $"{count} items";

    private static bool IsOfFramework(object value) =>
        value.GetType().Assembly == typeof(List<>).Assembly
        || value.GetType().Assembly == typeof(HashSet<>).Assembly;
}

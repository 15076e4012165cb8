using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Errors;

/// <summary>What to do about C# that a cell cannot hold, because cells are scripts.</summary>
internal static partial class ScriptRemedies
{
    private const string Library = "build it as a library and load that with #r \"library.dll\"";

    /// <returns>Null where the message has no such cause.</returns>
    public static string? For(Diagnostic error) =>
        error.Id switch
        {
            "CS1002" or "CS1519" or "CS8124" when IsUsingDeclaration(error) =>
                "a cell cannot hold `using var` outside of braces. Write: using (var x = ...) { ... }, or call Dispose() in a later cell",
            "CS7021" => $"remove the namespace and keep its types, or {Library}",
            "CS1109" =>
                "declare the method in the cell itself, outside of any class: static int Twice(this int n) => 2 * n;",
            "CS9283" =>
                $"a cell cannot hold extension blocks. Declare an extension method in the cell itself: static int Twice(this int n) => 2 * n; or {Library}",
            "CS9054" => "remove `file`: what a cell declares is seen by later cells",
            "CS8795" or "CS0751" or "CS9248" or "CS0534" when IsGenerated(error) =>
                $"source generators do not run in cells. Write the code without one, for example new Regex(...), or {Library}",
            _ => null,
        };

    private static bool IsUsingDeclaration(Diagnostic error) =>
        Line(error) is { } line && UsingDeclaration().IsMatch(line);

    private static bool IsGenerated(Diagnostic error) =>
        error.Location.SourceTree is { } tree && GeneratorAttribute().IsMatch(tree.ToString());

    private static string? Line(Diagnostic error) =>
        error.Location.SourceTree?.GetText() is { } text
            ? text.Lines.GetLineFromPosition(error.Location.SourceSpan.Start).ToString()
            : null;

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w.<>,\[\]?]+\s+@?\w+\s*=")]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(
        @"\[[^\]]*\b(GeneratedRegex|LoggerMessage|JsonSerializable|LibraryImport|JSImport|GeneratedComInterface|ObservableProperty|RelayCommand)\b"
    )]
    private static partial Regex GeneratorAttribute();
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>How a symbol is written for those who read cells.</summary>
internal static partial class Signature
{
    private static readonly SymbolDisplayFormat s_format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeParameters,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.Default,
        SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers,
        SymbolDisplayPropertyStyle.NameOnly,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
    );

    private static readonly SymbolDisplayFormat s_constructor = s_format.RemoveMemberOptions(
        SymbolDisplayMemberOptions.IncludeContainingType
    );

    public static string Of(ISymbol symbol) =>
        Clean(
            symbol.ToDisplayString(
                symbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
                    ? s_constructor
                    : s_format
            )
        );

    /// <summary>The class that a cell becomes is nothing its author wrote.</summary>
    public static string Clean(string text) => Submission().Replace(text, "");

    /// <summary>Where a symbol comes from: a cell by the name of its document, a loaded file by its own.</summary>
    public static string? Place(ISymbol symbol, Solution solution)
    {
        if (symbol.Locations.FirstOrDefault(at => at.IsInSource) is { SourceTree: { } tree } at)
        {
            var file = solution.GetDocument(tree)?.Name ?? Path.GetFileName(tree.FilePath);
            return $"Declared in {file}, line {at.GetLineSpan().StartLinePosition.Line + 1}";
        }
        return
            symbol.ContainingNamespace is { IsGlobalNamespace: false } space
            && symbol.ContainingAssembly is { } assembly
            ? $"Namespace {space.ToDisplayString()}, assembly {assembly.Name}"
            : null;
    }

    [GeneratedRegex(@"\bSubmission#\d+\.")]
    private static partial Regex Submission();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// What the cells that ran declare. Each cell in the chain makes help on later ones dearer, in time and in memory, and
/// a session runs the same cells again and again; only those that declare something new have to be in it.
/// </summary>
internal sealed class Declarations
{
    private static readonly SymbolDisplayFormat s_shape = SymbolDisplayFormat
        .CSharpErrorMessageFormat.RemoveMemberOptions(
            SymbolDisplayMemberOptions.IncludeContainingType
        )
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeType)
        .AddParameterOptions(
            SymbolDisplayParameterOptions.IncludeName
                | SymbolDisplayParameterOptions.IncludeDefaultValue
        );

    // What each name is to those who use it.
    private readonly Dictionary<string, string> _known = [];

    /// <returns>Whether names mean anything else after a script than before it.</returns>
    public bool AddsTo(Script script)
    {
        var compilation = script.GetCompilation();
        var members = (compilation.ScriptClass?.GetMembers() ?? [])
            .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
            .ToLookup(member => member.Name);
        var declared = compilation
            .SyntaxTrees.SelectMany(tree => Directives(tree))
            .Select(directive => (Name: directive, Shape: ""))
            .Concat(
                members.Select(named =>
                    (Name: named.Key, Shape: string.Concat(named.Select(Shape)))
                )
            )
            .ToList();
        var added = declared.FindAll(one => _known.GetValueOrDefault(one.Name) != one.Shape);
        // What was declared before a new type keeps the older one of its name, whatever it looks like.
        if (added.Exists(one => members[one.Name].Any(member => member is INamedTypeSymbol)))
            _known.Clear();
        foreach (var (name, shape) in declared)
            _known[name] = shape;
        return added.Count > 0;
    }

    private static IEnumerable<string> Directives(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax root
            ? root
                .Usings.Select(directive => directive.ToString())
                .Concat(root.GetReferenceDirectives().Select(directive => directive.ToString()))
            : [];

    private static string Shape(ISymbol member)
    {
        var syntax = member.DeclaringSyntaxReferences[0].GetSyntax();
        return member is INamedTypeSymbol
            ? syntax.ToFullString()
            : $"{syntax.GetLeadingTrivia()}{Signature.Clean(member.ToDisplayString(s_shape))}\n";
    }
}

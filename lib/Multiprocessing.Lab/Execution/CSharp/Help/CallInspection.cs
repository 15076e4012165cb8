using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>What the call around a place takes: its overloads, the one meant first, and the parameter it is at.</summary>
internal static class CallInspection
{
    private const int Most = 12;

    public static HelpPage? Inspect(
        Solution solution,
        SemanticModel model,
        SyntaxNode root,
        int cursor,
        bool detailed,
        CancellationToken cancellation
    )
    {
        var arguments = ArgumentsAround(root, cursor);
        if (arguments?.Parent is not { } call)
            return null;
        var (chosen, overloads) = Overloads(model, call, cancellation);
        var at = Position.Of(arguments, cursor);
        var ordered = overloads
            .OrderByDescending(overload => Same(overload, chosen))
            .ThenByDescending(overload => at.ParameterOf(overload) is not null)
            .ThenBy(overload => Parameters(overload).Length)
            .ToList();
        if (ordered.Count == 0)
            return null;

        var page = new HelpPage();
        var more = ordered.Count > Most ? $"\n// and {ordered.Count - Most} more" : "";
        page.AddCode(string.Join('\n', ordered.Take(Most).Select(Signature.Of)) + more);
        var documentation = Documentation.Of(ordered[0], model.Compilation);
        page.AddText(documentation.Element("summary"));
        if (at.ParameterOf(ordered[0]) is { } parameter)
            AddParameter(page, parameter, documentation);
        if (detailed)
            page.AddDetails(documentation, Signature.Place(ordered[0], solution));
        return page;
    }

    private static void AddParameter(
        HelpPage page,
        IParameterSymbol parameter,
        XElement documentation
    )
    {
        var text = documentation
            .Elements("param")
            .FirstOrDefault(element => element.Attribute("name")?.Value == parameter.Name);
        page.AddList("At parameter", [(Signature.Of(parameter), text ?? new XElement("param"))]);
    }

    private static SyntaxNode? ArgumentsAround(SyntaxNode root, int cursor)
    {
        var token = root.FindToken(Math.Max(0, cursor - 1));
        return token
            .Parent?.AncestorsAndSelf()
            // What is written inside a lambda's body is no longer the call's argument.
            .TakeWhile(node =>
                node is not (BlockSyntax or MemberDeclarationSyntax)
                || node is GlobalStatementSyntax
            )
            .FirstOrDefault(node =>
                node is BaseArgumentListSyntax or AttributeArgumentListSyntax
                && node.GetFirstToken().Span.End <= cursor
                && (
                    node.GetLastToken(includeZeroWidth: true) is var close
                    && (close.IsMissing || cursor <= close.SpanStart)
                )
            );
    }

    private static (ISymbol? Chosen, IEnumerable<ISymbol> All) Overloads(
        SemanticModel model,
        SyntaxNode call,
        CancellationToken cancellation
    )
    {
        var symbol = model.GetSymbolInfo(call, cancellation);
        var all = call switch
        {
            InvocationExpressionSyntax invocation => OfCall(model, invocation, cancellation),
            BaseObjectCreationExpressionSyntax creation => Visible(
                model,
                call,
                (
                    model.GetTypeInfo(creation, cancellation).Type as INamedTypeSymbol
                )?.InstanceConstructors
            ),
            ElementAccessExpressionSyntax access => Visible(
                model,
                call,
                model.GetTypeInfo(access.Expression, cancellation).Type?.GetMembers("this[]")
            ),
            _ => model.GetMemberGroup(call, cancellation),
        };
        var found = all.ToList();
        return (symbol.Symbol, found.Count > 0 ? found : symbol.CandidateSymbols);
    }

    private static ImmutableArray<ISymbol> OfCall(
        SemanticModel model,
        InvocationExpressionSyntax call,
        CancellationToken cancellation
    ) =>
        model.GetTypeInfo(call.Expression, cancellation).Type
            is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
            ? [invoke]
            : model.GetMemberGroup(call.Expression, cancellation);

    private static IEnumerable<ISymbol> Visible(
        SemanticModel model,
        SyntaxNode at,
        IEnumerable<ISymbol>? symbols
    ) => (symbols ?? []).Where(symbol => model.IsAccessible(at.SpanStart, symbol));

    private static bool Same(ISymbol overload, ISymbol? chosen) =>
        chosen is not null
        && SymbolEqualityComparer.Default.Equals(
            overload.OriginalDefinition,
            chosen.OriginalDefinition
        );

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol overload) =>
        overload switch
        {
            IMethodSymbol method => method.Parameters,
            IPropertySymbol indexer => indexer.Parameters,
            _ => [],
        };

    /// <summary>Which argument a place is in: by its number, or by its name where it has one.</summary>
    private sealed record Position(int Index, string? Name)
    {
        public static Position Of(SyntaxNode list, int cursor)
        {
            var before = list.ChildTokens()
                .Count(token => token.IsKind(SyntaxKind.CommaToken) && token.Span.End <= cursor);
            var argument = list.ChildNodes().ElementAtOrDefault(before);
            var name =
                (argument as ArgumentSyntax)?.NameColon
                ?? (argument as AttributeArgumentSyntax)?.NameColon;
            return new(before, name?.Name.Identifier.ValueText);
        }

        public IParameterSymbol? ParameterOf(ISymbol overload)
        {
            var parameters = Parameters(overload);
            if (Name is not null)
                return parameters.FirstOrDefault(parameter => parameter.Name == Name);
            return Index < parameters.Length ? parameters[Index]
                : parameters is [.., { IsParams: true } rest] ? rest
                : null;
        }
    }
}

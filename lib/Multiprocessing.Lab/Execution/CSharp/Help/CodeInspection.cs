using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>What a name in a cell means; where there is no name, what the call around takes.</summary>
internal static class CodeInspection
{
    public static async Task<HelpPage?> InspectAsync(
        Document document,
        int cursor,
        bool detailed,
        IEnumerable<ScriptVariable> variables,
        CancellationToken cancellation
    )
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        return
            NameAt(root, cursor) is { } name
            && await OfNameAsync(document, model, name, detailed, variables, cancellation)
                .ConfigureAwait(false)
                is { } page
            ? page
            : CallInspection.Inspect(
                document.Project.Solution,
                model,
                root,
                cursor,
                detailed,
                cancellation
            );
    }

    /// <summary>The name or keyword that the cursor is in, or just behind.</summary>
    private static SyntaxToken? NameAt(SyntaxNode root, int cursor)
    {
        var at = root.FindToken(cursor);
        var before = at.SpanStart >= cursor && cursor > 0 ? root.FindToken(cursor - 1) : at;
        foreach (var token in new[] { at, before })
        {
            if (
                token.Span.Start <= cursor
                && cursor <= token.Span.End
                && (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKeyword())
            )
                return token;
        }
        return null;
    }

    private static async Task<HelpPage?> OfNameAsync(
        Document document,
        SemanticModel model,
        SyntaxToken name,
        bool detailed,
        IEnumerable<ScriptVariable> variables,
        CancellationToken cancellation
    )
    {
        var info = await QuickInfoService
            .GetService(document)!
            .GetQuickInfoAsync(document, name.SpanStart, cancellation)
            .ConfigureAwait(false);
        if (info is null)
            return null;
        var symbol = await SymbolFinder
            .FindSymbolAtPositionAsync(
                model,
                name.SpanStart,
                document.Project.Solution.Workspace,
                cancellation
            )
            .ConfigureAwait(false);
        var page = new HelpPage();
        page.AddCode(Header(info, symbol));
        if (symbol is null)
            return page;
        if (
            Variable(symbol, name, variables) is { } variable
            && ShortValue.Of(variable.Value) is { } value
        )
            page.AddText("Value: " + value);
        var documentation = Documentation.Of(symbol, model.Compilation);
        page.AddText(documentation.Element("summary"));
        if (detailed)
            page.AddDetails(documentation, Signature.Place(symbol, document.Project.Solution));
        return page;
    }

    /// <remarks>A variable of a cell is a field of the class that the cell becomes.</remarks>
    private static string Header(QuickInfoItem info, ISymbol? symbol)
    {
        var sections = info
            .Sections.Where(section =>
                section.Kind
                    is QuickInfoSectionKinds.Description
                        or QuickInfoSectionKinds.AnonymousTypes
            )
            .Select(section => Signature.Clean(section.Text));
        var header = string.Join("\n\n", sections);
        return symbol is IFieldSymbol { ContainingType.IsScriptClass: true }
            ? header.Replace("(field)", "(variable)", StringComparison.Ordinal)
            : header;
    }

    /// <summary>The variable of an earlier cell that a name means: what this cell declares has no value yet.</summary>
    private static ScriptVariable? Variable(
        ISymbol symbol,
        SyntaxToken name,
        IEnumerable<ScriptVariable> variables
    ) =>
        symbol is IFieldSymbol { ContainingType.IsScriptClass: true }
        && symbol.DeclaringSyntaxReferences.All(declared => declared.SyntaxTree != name.SyntaxTree)
            ? variables.FirstOrDefault(variable => variable.Name == symbol.Name)
            : null;
}

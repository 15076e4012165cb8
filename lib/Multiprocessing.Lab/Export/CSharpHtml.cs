using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Lab.Export;

/// <summary>C# coloured by the compiler's own parser, which the Lab has anyway and which knows the newest syntax.</summary>
internal static class CSharpHtml
{
    private static readonly CSharpParseOptions Options = new(
        LanguageVersion.Preview,
        kind: SourceCodeKind.Script
    );

    /// <summary>The compiler's parser follows brackets by recursion, without looking how much of the stack is left.</summary>
    private const int DeepestBrackets = 500;

    public static string Of(string source)
    {
        if (DepthOf(source) > DeepestBrackets)
            return Html.Escape(source);
        var html = new StringBuilder();
        var root = CSharpSyntaxTree.ParseText(source, Options).GetRoot();
        foreach (var token in root.DescendantTokens(descendIntoTrivia: false))
        {
            AppendTrivia(html, token.LeadingTrivia);
            AppendSpan(html, ClassOf(token), token.Text);
            AppendTrivia(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static int DepthOf(string source)
    {
        var (depth, angles, deepest) = (0, 0, 0);
        foreach (var c in source)
        {
            switch (c)
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(depth - 1, 0);
                    break;
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(angles - 1, 0);
                    break;
                case ';':
                    // No type goes on after it; comparisons are not closed.
                    angles = 0;
                    break;
            }
            deepest = Math.Max(deepest, depth + angles);
        }
        return deepest;
    }

    public static void AppendSpan(StringBuilder html, string? kind, string text)
    {
        if (kind is null || text.Length == 0)
            html.Append(Html.Escape(text));
        else
            html.Append("<span class=\"c-")
                .Append(kind)
                .Append("\">")
                .Append(Html.Escape(text))
                .Append("</span>");
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
        {
            var isComment =
                piece.Kind()
                is SyntaxKind.SingleLineCommentTrivia
                    or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia
                    or SyntaxKind.MultiLineDocumentationCommentTrivia;
            var kind =
                isComment || piece.IsKind(SyntaxKind.DisabledTextTrivia) ? "comment"
                : piece.IsDirective ? "directive"
                : null;
            AppendSpan(html, kind, piece.ToFullString());
        }
    }

    private static string? ClassOf(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.NumericLiteralToken => "number",
            SyntaxKind.IdentifierToken => ClassOfIdentifier(token),
            var kind when IsText(kind) => "string",
            var kind when SyntaxFacts.IsKeywordKind(kind) => "keyword",
            _ => null,
        };

    private static bool IsText(SyntaxKind kind) =>
        kind
            is SyntaxKind.StringLiteralToken
                or SyntaxKind.CharacterLiteralToken
                or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8SingleLineRawStringLiteralToken
                or SyntaxKind.Utf8MultiLineRawStringLiteralToken
                or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedVerbatimStringStartToken
                or SyntaxKind.InterpolatedSingleLineRawStringStartToken
                or SyntaxKind.InterpolatedMultiLineRawStringStartToken
                or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.InterpolatedStringEndToken
                or SyntaxKind.InterpolatedRawStringEndToken;

    private static string? ClassOfIdentifier(SyntaxToken token) =>
        token.Parent switch
        {
            BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax => "type",
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => "name",
            IdentifierNameSyntax { IsVar: true } => "keyword",
            SimpleNameSyntax name => ClassOfName(name),
            _ => null,
        };

    private static string? ClassOfName(SimpleNameSyntax name)
    {
        if (name is IdentifierNameSyntax { Identifier.Text: "nameof" })
            return "keyword";
        // The last part of a qualified name stands for the whole.
        SyntaxNode whole =
            name.Parent is QualifiedNameSyntax qualified && qualified.Right == name
                ? qualified
                : name;
        return whole.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == whole => "name",
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
                when access.Name == name => "name",
            MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax } => "name",
            // Whether `A` in `A.B` is a type only the whole program says; the capital is a good guess.
            MemberAccessExpressionSyntax access
                when access.Expression == name && char.IsUpper(name.Identifier.Text[0]) => "type",
            UsingDirectiveSyntax
            or NameColonSyntax
            or NamespaceDeclarationSyntax
            or FileScopedNamespaceDeclarationSyntax => null,
            _ => name is GenericNameSyntax || IsType(whole) ? "type" : null,
        };
    }

    private static bool IsType(SyntaxNode name) =>
        name.Parent switch
        {
            VariableDeclarationSyntax declaration => declaration.Type == name,
            ParameterSyntax parameter => parameter.Type == name,
            ObjectCreationExpressionSyntax creation => creation.Type == name,
            MethodDeclarationSyntax method => method.ReturnType == name,
            LocalFunctionStatementSyntax function => function.ReturnType == name,
            PropertyDeclarationSyntax property => property.Type == name,
            CastExpressionSyntax cast => cast.Type == name,
            DeclarationExpressionSyntax declaration => declaration.Type == name,
            DeclarationPatternSyntax or TypePatternSyntax or RecursivePatternSyntax => true,
            ForEachStatementSyntax loop => loop.Type == name,
            CatchDeclarationSyntax or TypeOfExpressionSyntax or DefaultExpressionSyntax => true,
            TypeArgumentListSyntax or BaseTypeSyntax or TupleElementSyntax or AttributeSyntax =>
                true,
            ArrayTypeSyntax or NullableTypeSyntax or PointerTypeSyntax or TypeConstraintSyntax =>
                true,
            _ => false,
        };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>Judges, as a REPL does at each Enter, whether a cell is at its end.</summary>
internal sealed class CellCompleteness
{
    private const string Step = "    ";
    private readonly CSharpParseOptions _script = new(
        LanguageVersion.Latest,
        kind: SourceCodeKind.Script
    );

    public Completeness Of(CellText text)
    {
        // In the languages that only show something, anything goes.
        if (text.Language != CellLanguages.CSharp)
            return Completeness.Complete;
        var tree = CSharpSyntaxTree.ParseText(text.Code, _script);
        var error = tree.GetDiagnostics()
            .FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (error is null)
            return Completeness.Complete;
        var last = tree.GetRoot().GetLastToken(includeSkipped: true);
        var goesOn = IsOpenText(error) || !SyntaxFactory.IsCompleteSubmission(tree);
        return goesOn && !StaysWrong(error, last)
            ? Completeness.Incomplete(Indent(text.Code, last))
            : Completeness.Invalid;
    }

    /// <summary>Whether it is a raw string that lacks its end, which Roslyn takes for a fault like any other.</summary>
    private static bool IsOpenText(Diagnostic error) => error.Id == "CS8997";

    /// <summary>What is missing after the last word may follow; a fault before it, or a word too many, stays.</summary>
    private static bool StaysWrong(Diagnostic error, SyntaxToken last) =>
        error.Location.SourceSpan.Start < last.SpanStart
        || last.Parent is SkippedTokensTriviaSyntax
        // A string or character that its own line had to end.
        || error.Id is "CS1010" or "CS1011" or "CS1012";

    /// <summary>As deep as the last line, and a step deeper where something begins.</summary>
    private static string Indent(string code, SyntaxToken last)
    {
        var line = code.TrimEnd()[(code.TrimEnd().LastIndexOf('\n') + 1)..];
        var indent = line[..^line.TrimStart().Length];
        return Begins(last) ? indent + Step : indent;
    }

    private static bool Begins(SyntaxToken last) =>
        last.Kind() switch
        {
            SyntaxKind.OpenBraceToken
            or SyntaxKind.OpenParenToken
            or SyntaxKind.OpenBracketToken
            or SyntaxKind.EqualsGreaterThanToken
            or SyntaxKind.ElseKeyword
            or SyntaxKind.DoKeyword
            or SyntaxKind.ColonToken => true,
            // The head of an if or a loop.
            SyntaxKind.CloseParenToken => last.Parent
                is IfStatementSyntax
                    or WhileStatementSyntax
                    or CommonForEachStatementSyntax
                    or ForStatementSyntax
                    or UsingStatementSyntax
                    or LockStatementSyntax
                    or FixedStatementSyntax,
            _ => last.Parent
                is BinaryExpressionSyntax
                    or AssignmentExpressionSyntax
                    or EqualsValueClauseSyntax,
        };
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Multiprocessing.Lab.Documents.Markup;

/// <summary>Markdown as VS Code and Jupyter understand it: GitHub's, with formulas and raw HTML.</summary>
/// <remarks>
/// Formulas are taken out before Markdown is read, as Jupyter does it: a line of one may begin like a list or a heading, and
/// its stars and underscores are not emphasis. Two characters that mean nothing in any text mark the places they come back to.
/// </remarks>
internal sealed partial class MarkdownSource
{
    public const char PlaceStart = '\uFDD0';
    public const char PlaceEnd = '\uFDD1';

    private readonly IReadOnlyList<Formula> _formulas;

    private MarkdownSource(MarkdownDocument document, IReadOnlyList<Formula> formulas)
    {
        Document = document;
        _formulas = formulas;
    }

    public static MarkdownPipeline Pipeline { get; } = CreatePipeline();

    public MarkdownDocument Document { get; }

    /// <returns>Null where quotations, lists or emphasis are nested too deeply to be followed.</returns>
    public static MarkdownSource? TryParse(string markdown)
    {
        try
        {
            return Parse(markdown.Replace(PlaceStart, '\uFFFD').Replace(PlaceEnd, '\uFFFD'));
        }
        catch (ArgumentException)
        {
            // This is how Markdig says so.
            return null;
        }
    }

    /// <summary>Puts back what stands where Markdown has no text, such as in a block of HTML.</summary>
    public string Restore(string rendered, Func<string, string> escape) =>
        Place()
            .Replace(
                rendered,
                // The marks may also have been written, as character references.
                place =>
                    int.TryParse(
                        place.Groups[1].ValueSpan,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number < _formulas.Count
                        ? escape(_formulas[number].Source)
                        : "\uFFFD"
            );

    private static MarkdownSource Parse(string markdown)
    {
        var formulas = new List<Formula>();
        if (MayHaveFormulas().IsMatch(markdown))
            markdown = TakeOut(markdown, formulas);
        var context = new MarkdownParserContext();
        context.Properties[typeof(Formula)] = formulas;
        var document = Markdown.Parse(markdown, Pipeline, context);
        foreach (var leaf in document.Descendants<LeafBlock>())
        {
            if (leaf.Inline is { } inline)
                Flatten(inline);
        }
        return new(document, formulas);
    }

    private static string TakeOut(string markdown, List<Formula> formulas)
    {
        var rest = new StringBuilder();
        var copied = 0;
        foreach (var (start, end, formula) in new FormulaFinder(markdown, CodeIn(markdown)).Find())
        {
            rest.Append(markdown, copied, start - copied)
                .Append(PlaceStart)
                .Append(CultureInfo.InvariantCulture, $"{formulas.Count}")
                .Append(PlaceEnd);
            formulas.Add(formula);
            copied = end;
        }
        return rest.Append(markdown, copied, markdown.Length - copied).ToString();
    }

    /// <summary>Code, and addresses, which are as literal.</summary>
    private static List<SourceSpan> CodeIn(string markdown) =>
        [
            .. Markdown
                .Parse(markdown, Pipeline)
                .Descendants()
                .Select(node =>
                    node switch
                    {
                        CodeBlock or CodeInline or AutolinkInline or LinkReferenceDefinition =>
                            node.Span,
                        HtmlBlock
                        {
                            Type: HtmlBlockType.ScriptPreOrStyle or HtmlBlockType.Comment
                        } => node.Span,
                        LinkInline { IsAutoLink: true } => node.Span,
                        LinkInline link => link.UrlSpan,
                        _ => SourceSpan.Empty,
                    }
                )
                .Where(span => !span.IsEmpty)
                .OrderBy(span => span.Start),
        ];

    /// <summary>
    /// Markdig keeps what follows a bracket that is never closed inside it: 200 of them would be 200 levels, where the
    /// reader sees a line of brackets.
    /// </summary>
    private static void Flatten(ContainerInline text)
    {
        var containers = new Stack<ContainerInline>([text]);
        while (containers.TryPop(out var container))
        {
            for (var inline = container.FirstChild; inline is not null; inline = inline.NextSibling)
            {
                if (inline is DelimiterInline delimiter)
                {
                    delimiter.MoveChildrenAfter(delimiter);
                    inline = delimiter.ReplaceBy(
                        new LiteralInline(delimiter.ToLiteral()),
                        copyChildren: false
                    );
                }
                else if (inline is ContainerInline inner)
                {
                    containers.Push(inner);
                }
            }
        }
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePreciseSourceLocation()
            .UsePipeTables()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseTaskLists()
            .UseAutoLinks()
            .UseAlertBlocks();
        builder.InlineParsers.Insert(0, new FormulaInlineParser());
        return builder.Build();
    }

    [GeneratedRegex(@"\$|\\begin\{|\\[([]")]
    private static partial Regex MayHaveFormulas();

    [GeneratedRegex("\uFDD0([0-9]+)\uFDD1")]
    private static partial Regex Place();
}

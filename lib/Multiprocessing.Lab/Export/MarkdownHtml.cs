using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Multiprocessing.Lab.Documents.Markup;

namespace Multiprocessing.Lab.Export;

/// <summary>Markdown as HTML.</summary>
internal static class MarkdownHtml
{
    private const string TooDeep =
        "Markdown that is nested too deeply to be formatted, shown as its source.";

    public static string Of(string markdown)
    {
        if (MarkdownSource.TryParse(markdown) is not { } source)
            return AsSource(markdown);
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        MarkdownSource.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<ParagraphRenderer>(new FormulaParagraph());
        renderer.ObjectRenderers.Add(new FormulaInText());
        try
        {
            renderer.Render(source.Document);
        }
        catch (ArgumentException)
        {
            // This is how Markdig says that something is nested too deeply.
            return AsSource(markdown);
        }
        return source.Restore(text.ToString(), Html.Escape);
    }

    /// <summary>A formula by itself stays the TeX it is: typesetting would take a library of a megabyte.</summary>
    public static string Formula(string tex) =>
        $"""
            <figure class="formula"><figcaption>Formula in TeX</figcaption><pre class="formula"><code>{Html.Escape(
                tex
            )}</code></pre></figure>

            """;

    private static string AsSource(string markdown) =>
        $"<pre><code>{Html.Escape(markdown)}</code></pre><p class=\"note\">{TooDeep}</p>";

    private sealed class FormulaInText : HtmlObjectRenderer<FormulaInline>
    {
        protected override void Write(HtmlRenderer renderer, FormulaInline inline)
        {
            var formula = inline.Formula;
            if (!renderer.EnableHtmlForInline)
                renderer.WriteEscape(formula.Source);
            else
                renderer
                    .Write(
                        formula.IsDisplay
                            ? "<code class=\"formula display\""
                            : "<code class=\"formula\""
                    )
                    .Write(" title=\"Formula in TeX\">")
                    .Write(Html.Escape(formula.Tex))
                    .Write("</code>");
        }
    }

    /// <summary>A formula that stands by itself is a block of its own, and the text goes on after it.</summary>
    private sealed class FormulaParagraph : ParagraphRenderer
    {
        protected override void Write(HtmlRenderer renderer, ParagraphBlock block)
        {
            if (block.Inline?.Any(IsDisplay) is not true || !renderer.EnableHtmlForBlock)
            {
                base.Write(renderer, block);
                return;
            }
            renderer.EnsureLine();
            var isOpen = false;
            foreach (var inline in block.Inline)
            {
                if (IsDisplay(inline))
                {
                    renderer.Write(isOpen ? "</p>\n" : "");
                    renderer.Write(Formula(((FormulaInline)inline).Formula.Tex));
                    isOpen = false;
                    continue;
                }
                if (!isOpen && inline is LineBreakInline)
                    continue;
                renderer.Write(isOpen ? "" : "<p>");
                renderer.Write(inline);
                isOpen = true;
            }
            renderer.Write(isOpen ? "</p>\n" : "");
        }

        private static bool IsDisplay(Inline inline) =>
            inline is FormulaInline { Formula.IsDisplay: true };
    }
}

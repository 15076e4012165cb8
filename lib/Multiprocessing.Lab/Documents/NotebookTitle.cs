using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Multiprocessing.Lab.Documents.Markup;

namespace Multiprocessing.Lab.Documents;

/// <summary>Names a notebook by the first heading in its markdown.</summary>
internal static class NotebookTitle
{
    public static string Of(Notebook notebook)
    {
        foreach (
            var cell in notebook.Cells.Where(c =>
                c.Kind == CellKind.Markdown && c.View.Cell != PartView.Removed
            )
        )
        {
            var heading = MarkdownSource
                .TryParse(cell.Source)
                ?.Document.Descendants<HeadingBlock>()
                .FirstOrDefault();
            var text = heading?.Inline is { } inline ? PlainText(inline) : "";
            if (text.Length > 0)
                return text;
        }
        return Path.GetFileNameWithoutExtension(notebook.Path);
    }

    /// <summary>What a reader sees of a piece of markdown, without its markup.</summary>
    public static string PlainText(ContainerInline container)
    {
        var text = new StringBuilder();
        foreach (var inline in container.Descendants())
        {
            text.Append(
                inline switch
                {
                    LiteralInline literal => literal.Content.ToString(),
                    CodeInline code => code.Content,
                    FormulaInline { Formula: var formula } => formula.Tex,
                    HtmlEntityInline entity => entity.Transcoded.ToString(),
                    AutolinkInline link => link.Url,
                    LineBreakInline => " ",
                    _ => "",
                }
            );
        }
        return text.ToString().Trim();
    }
}

using Markdig.Syntax;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Documents.Markup;

namespace Multiprocessing.Lab.Export;

/// <summary>The page that leads to all the others.</summary>
internal static class IndexPage
{
    private const int LongestSummary = 280;

    /// <param name="site">The pages.</param>
    /// <param name="pictures">The picture on each notebook's card, as a data URI; null for none.</param>
    public static string Of(Site site, IReadOnlyDictionary<Notebook, string?> pictures)
    {
        var cards = site.Notebooks.Select(notebook =>
            CardOf(notebook, site.PageOf(notebook), pictures[notebook])
        );
        return PageFrame.OfIndex(
            "Notebooks",
            $"<h1>Notebooks</h1>\n<ol class=\"cards\">\n{string.Concat(cards)}</ol>"
        );
    }

    private static string CardOf(Notebook notebook, string page, string? drawing)
    {
        var href = Uri.EscapeDataString(page);
        var title = Html.Escape(notebook.Title);
        var summary = SummaryOf(notebook) is { } text ? $"<p>{Html.Escape(text)}</p>\n" : "";
        var picture = drawing is { } source
            ? $"<img class=\"picture\" src=\"{Html.Escape(source)}\" alt=\"\" loading=\"lazy\">\n"
            : "";
        return $"""
            <li class="card">
            {picture}<h2><a href="{href}">{title}</a></h2>
            {summary}<p class="read"><a href="{href}" aria-label="Read {title}">Read</a> · about {LearningTime.Minutes(
                notebook
            )} minutes</p>
            </li>

            """;
    }

    /// <summary>The first paragraph, cut at a word where it is long.</summary>
    private static string? SummaryOf(Notebook notebook)
    {
        var text = notebook
            .Cells.Where(c => c.Kind == CellKind.Markdown && c.View.Cell != PartView.Removed)
            .SelectMany(c =>
                MarkdownSource.TryParse(c.Source)?.Document.OfType<ParagraphBlock>() ?? []
            )
            .Select(p => p.Inline is { } inline ? NotebookTitle.PlainText(inline) : "")
            .FirstOrDefault(t => t.Length > 0);
        if (text is null || text.Length <= LongestSummary)
            return text;
        var end = text.LastIndexOf(' ', LongestSummary);
        return text[..(end > 0 ? end : LongestSummary)].TrimEnd(',', ';', ':', '.', ' ') + " …";
    }
}

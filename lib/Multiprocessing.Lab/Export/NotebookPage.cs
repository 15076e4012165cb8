using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>One notebook as one HTML page.</summary>
/// <param name="Html">The page.</param>
/// <param name="Picture">The first picture on it, as a data URI; null if there is none.</param>
internal sealed record NotebookPage(string Html, string? Picture)
{
    public static NotebookPage Of(Notebook notebook, Site site, CancellationToken cancellationToken)
    {
        // A tree for each cell: in one for all, each look-up takes longer the more cells there are.
        var document = Export.Html.EmptyDocument();
        var ids = new PageIds();
        var sections = new List<IElement>();
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (CellHtml.SectionOf(document, notebook.Cells[i], i + 1, ids) is { } section)
                sections.Add(section);
        }

        Charts.Apply(sections);
        foreach (var section in sections)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Offline.Apply(section, notebook.Path);
        }
        var headings = Headings.Apply(sections);
        Links.Apply(sections, notebook, site);
        foreach (var table in sections.SelectMany(OuterTables))
            Enclose(table, "scroll");
        var picture = CardPicture.Of(sections);

        var title = notebook.Title;
        if (headings.All(h => h.Level != 1))
            sections.Insert(
                0,
                TitleOf(document, title, isShown: headings.All(h => h.Text != title))
            );
        var listed =
            headings.Count(h => h.Level == 1) == 1 ? headings.Where(h => h.Level > 1) : headings;
        var content = sections.Select(section =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return HtmlText.Of(section);
        });
        var html = PageFrame.Of(
            title,
            string.Concat(content),
            [.. listed.Where(h => h.Level <= 3 && h.Text.Length > 0)],
            Linked(site, site.Before(notebook)),
            Linked(site, site.After(notebook))
        );
        return new(html, picture);
    }

    private static PageLink? Linked(Site site, Notebook? notebook) =>
        notebook is null ? null : new(site.PageOf(notebook), notebook.Title);

    private static IElement TitleOf(IDocument document, string title, bool isShown)
    {
        var heading = document.CreateElement("h1");
        heading.TextContent = title;
        if (!isShown)
            heading.ClassName = "unseen";
        return heading;
    }

    private static IEnumerable<IElement> OuterTables(IElement section) =>
        section
            .QuerySelectorAll(".markdown table, .output table")
            .Where(table => table.ParentElement!.Closest("table") is null);

    private static void Enclose(IElement element, string classes)
    {
        var around = element.Owner!.CreateElement("div");
        around.ClassName = classes;
        element.Parent!.ReplaceChild(around, element);
        around.AppendChild(element);
    }
}

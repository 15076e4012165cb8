using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>One notebook as one HTML page.</summary>
internal static class NotebookPage
{
    public static string Of(Notebook notebook, Site site)
    {
        var document = Html.EmptyDocument();
        var content = document.CreateElement("main");
        document.Body!.AppendChild(content);
        for (var i = 0; i < notebook.Cells.Count; i++)
            CellHtml.Append(content, notebook.Cells[i], i + 1);

        Charts.Apply(content);
        Offline.Apply(content, notebook.Path);
        var headings = Headings.Apply(content);
        Links.Apply(content, notebook, site);
        foreach (
            var table in content
                .QuerySelectorAll(".markdown table, .output table")
                .Where(t => t.ParentElement!.Closest("table") is null)
        )
            Enclose(table, "scroll");

        var title = notebook.Title;
        if (headings.All(h => h.Level != 1))
            content.InsertBefore(
                TitleOf(document, title, isShown: headings.All(h => h.Text != title)),
                content.FirstChild
            );
        var sections =
            headings.Count(h => h.Level == 1) == 1 ? headings.Where(h => h.Level > 1) : headings;
        return PageFrame.Of(
            title,
            content.InnerHtml,
            [.. sections.Where(h => h.Level <= 3 && h.Text.Length > 0)],
            Linked(site, site.Before(notebook)),
            Linked(site, site.After(notebook))
        );
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

    private static void Enclose(IElement element, string classes)
    {
        var around = element.Owner!.CreateElement("div");
        around.ClassName = classes;
        element.Parent!.ReplaceChild(around, element);
        around.AppendChild(element);
    }
}

using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>Points links between notebooks at their pages, and links to headings at the ids headings have here.</summary>
internal static class Links
{
    public static void Apply(IElement page, Notebook notebook, Site site)
    {
        foreach (var link in page.QuerySelectorAll("a[href]:not(.anchor)"))
        {
            var target = link.GetAttribute("href")!;
            var hash = target.IndexOf('#', StringComparison.Ordinal);
            var file = hash < 0 ? target : target[..hash];
            var fragment = hash < 0 ? "" : target[(hash + 1)..];
            if (file.Length == 0 && fragment.Length > 0)
                link.SetAttribute(
                    "href",
                    page.Owner!.GetElementById(fragment) is null ? SlugOf(fragment) : target
                );
            else if (site.PageFor(notebook, file) is { } name)
                link.SetAttribute(
                    "href",
                    Uri.EscapeDataString(name) + (fragment.Length > 0 ? SlugOf(fragment) : "")
                );
        }
    }

    // Jupyter keeps capitals in such links, VS Code and GitHub do not.
    private static string SlugOf(string fragment) =>
        "#" + Headings.Slug(Uri.UnescapeDataString(fragment));
}

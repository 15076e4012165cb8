using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>Points links between notebooks at their pages, and links to headings at the ids headings have here.</summary>
internal static class Links
{
    /// <summary>All that links within a page can lead to.</summary>
    public static HashSet<string> IdsIn(IEnumerable<IElement> sections)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            ids.Add(section.Id!);
            ids.UnionWith(section.QuerySelectorAll("[id]").Select(element => element.Id!));
        }
        return ids;
    }

    public static void Apply(IReadOnlyList<IElement> sections, Notebook notebook, Site site)
    {
        var ids = IdsIn(sections);
        foreach (var link in sections.SelectMany(s => s.QuerySelectorAll("a[href]:not(.anchor)")))
        {
            var target = link.GetAttribute("href")!;
            var hash = target.IndexOf('#', StringComparison.Ordinal);
            var file = hash < 0 ? target : target[..hash];
            var fragment = hash < 0 ? "" : target[(hash + 1)..];
            if (file.Length == 0 && fragment.Length > 0)
                link.SetAttribute("href", ids.Contains(fragment) ? target : SlugOf(fragment));
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

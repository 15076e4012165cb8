using System.Text;
using AngleSharp.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>A heading as the table of contents shows it.</summary>
internal sealed record Heading(int Level, string Id, string Text);

/// <summary>Gives headings the ids that links to them use, and a link to themselves.</summary>
internal static class Headings
{
    public static IReadOnlyList<Heading> Apply(IElement page)
    {
        var taken = page.QuerySelectorAll("[id]")
            .Select(e => e.Id!)
            .ToHashSet(StringComparer.Ordinal);
        var headings = new List<Heading>();
        foreach (var element in page.QuerySelectorAll(".cell.markdown :is(h1, h2, h3, h4, h5, h6)"))
        {
            var text = element.TextContent.Trim();
            if (element.Id is not { Length: > 0 } id)
            {
                var slug = Slug(text) is { Length: > 0 } words ? words : "section";
                id = slug;
                for (var number = 1; !taken.Add(id); number++)
                    id = $"{slug}-{number}";
                element.Id = id;
            }
            headings.Add(new(element.LocalName[1] - '0', id, text));
            element.AppendChild(page.Owner!.CreateTextNode(" "));
            var anchor = Html.Append(element, "a", "anchor", "#");
            anchor.SetAttribute("href", "#" + id);
            anchor.SetAttribute("aria-label", "Link to this section");
        }
        return headings;
    }

    /// <summary>As GitHub and VS Code make it: lower case, hyphens for blanks, no punctuation.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var rune in text.Trim().ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_')
                slug.Append(rune.ToString());
            else if (Rune.IsWhiteSpace(rune))
                slug.Append('-');
        }
        return slug.ToString();
    }
}

using System.Text;
using AngleSharp.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>A heading as the table of contents shows it.</summary>
internal sealed record Heading(int Level, string Id, string Text);

/// <summary>Gives headings the ids that links to them use, and a link to themselves.</summary>
internal static class Headings
{
    public static IReadOnlyList<Heading> Apply(IReadOnlyList<IElement> sections)
    {
        var taken = Links.IdsIn(sections);
        var copies = new Dictionary<string, int>();
        var headings = new List<Heading>();
        var elements = sections
            .Where(section => section.ClassList.Contains("markdown"))
            .SelectMany(section => section.QuerySelectorAll("h1, h2, h3, h4, h5, h6"));
        foreach (var element in elements)
        {
            var text = element.TextContent.Trim();
            if (element.Id is not { Length: > 0 } id)
            {
                var slug = Slug(text) is { Length: > 0 } words ? words : "section";
                id = slug;
                while (!taken.Add(id))
                    id = $"{slug}-{copies[slug] = copies.GetValueOrDefault(slug) + 1}";
                element.Id = id;
            }
            headings.Add(new(element.LocalName[1] - '0', id, text));
            element.AppendChild(element.Owner!.CreateTextNode(" "));
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

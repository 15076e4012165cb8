using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>What a piece of HTML is made of, and what it says.</summary>
internal static class PageOutline
{
    /// <summary>How many there are follows from what was measured: a process that did nothing has no row.</summary>
    private static readonly string[] s_varying = ["tr", "td", "th", "p"];

    /// <summary>Charts are scripts and divisions, pictures are images and drawings, tables are tables.</summary>
    public static IEnumerable<string> Elements(string html) =>
        Body(html).QuerySelectorAll("*").Where(e => !s_varying.Contains(e.LocalName)).Select(Name);

    /// <summary>All that a reader sees.</summary>
    public static string Text(string html) => string.Concat(Texts(html));

    public static IEnumerable<string> Texts(string html) =>
        Body(html)
            .Descendants<IText>()
            .Where(text => text.ParentElement?.LocalName is not ("script" or "style"))
            .Select(text => text.Data);

    private static IElement Body(string html) => new HtmlParser().ParseDocument(html).Body!;

    private static string Name(IElement element)
    {
        // data:image/png;base64
        var kind = element.GetAttribute("src")?.Split(',')[0];
        return string.Join('.', [element.LocalName, .. element.ClassList.Order()])
            + (kind is null ? "" : $" {kind}");
    }
}

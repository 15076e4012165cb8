using System.Text;
using AngleSharp.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>The first picture of a notebook, to know it by.</summary>
internal static class CardPicture
{
    /// <returns>The picture as a data URI; null if there is none.</returns>
    public static string? Of(IEnumerable<IElement> sections) =>
        sections
            .Select(section => section.QuerySelector("svg, img[src^='data:']"))
            .FirstOrDefault(found => found is not null)
            is { } picture
            ? picture.GetAttribute("src") ?? DataUri(picture)
            : null;

    /// <summary>A drawing inside a page is HTML; by itself it must be XML that says what it is.</summary>
    private static string DataUri(IElement svg)
    {
        var drawing = (IElement)svg.Clone();
        drawing.SetAttribute("xmlns", "http://www.w3.org/2000/svg");
        var xml = HtmlText.Of(drawing).Replace("&nbsp;", "&#160;", StringComparison.Ordinal);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));
    }
}

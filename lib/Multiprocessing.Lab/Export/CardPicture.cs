using System.Text;
using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>The first picture of a notebook, to know it by.</summary>
internal static class CardPicture
{
    /// <returns>The picture as a data URI; null if there is none.</returns>
    public static string? Of(Notebook notebook)
    {
        var page = Html.EmptyDocument().Body!;
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            page.InnerHtml = "";
            CellHtml.Append(page, notebook.Cells[i], i + 1);
            Offline.Apply(page, notebook.Path);
            if (page.QuerySelector("svg, img[src^='data:']") is { } picture)
                return picture.GetAttribute("src") ?? DataUri(picture);
        }
        return null;
    }

    /// <summary>A drawing inside a page is HTML; by itself it must be XML that says what it is.</summary>
    private static string DataUri(IElement svg)
    {
        svg.SetAttribute("xmlns", "http://www.w3.org/2000/svg");
        var xml = svg.OuterHtml.Replace("&nbsp;", "&#160;", StringComparison.Ordinal);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));
    }
}

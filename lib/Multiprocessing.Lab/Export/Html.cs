using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Multiprocessing.Lab.Export;

/// <summary>Small helpers for writing HTML.</summary>
internal static class Html
{
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '&':
                    html.Append("&amp;");
                    break;
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '"':
                    html.Append("&quot;");
                    break;
                // Not allowed in HTML, not even as a reference.
                case < ' ' and not ('\t' or '\n' or '\r'):
                    html.Append('\uFFFD');
                    break;
                default:
                    html.Append(c);
                    break;
            }
        }
        return html.ToString();
    }

    /// <summary>Code for a script element: nothing in it may look like the element's end to an HTML parser.</summary>
    /// <remarks>Inside strings and patterns, where such text occurs, the backslash changes nothing.</remarks>
    public static string Script(string code) =>
        code.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
            .Replace("<!--", "<\\!--", StringComparison.Ordinal);

    // The doctype matters: without it a table may stand in a paragraph, and the browser reads another tree.
    public static IHtmlDocument EmptyDocument() =>
        new HtmlParser().ParseDocument("<!DOCTYPE html>");

    /// <summary>
    /// Adds an element around a piece of HTML. The piece is parsed by itself, so that what it leaves open is closed
    /// where it ends and what it closes too often is ignored.
    /// </summary>
    public static IElement Append(IElement parent, string tag, string? classes, string content)
    {
        var element = parent.Owner!.CreateElement(tag);
        if (classes is not null)
            element.ClassName = classes;
        Fill(element, content);
        parent.AppendChild(element);
        return element;
    }

    /// <summary>Puts a piece of HTML into an element, parsed by itself.</summary>
    public static void Fill(IElement element, string content)
    {
        // To start a parser takes longer than all else that a short cell needs.
        if (content.AsSpan().ContainsAny("<&\r\0"))
            element.InnerHtml = content;
        else
            element.TextContent = content;
        // Nothing ends this element, not even its end tag.
        foreach (var endless in element.QuerySelectorAll("plaintext"))
            endless.OuterHtml = $"<pre>{endless.InnerHtml}</pre>";
    }
}

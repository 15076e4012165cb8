using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>Writes an element as HTML.</summary>
/// <remarks>
/// AngleSharp's own writing finds each next sibling by counting from the first one: a table of 100,000 rows takes it minutes.
/// </remarks>
internal static class HtmlText
{
    public static string Of(IElement element)
    {
        using var text = new StringWriter();
        // A stack of our own: outputs may be nested deeper than a thread's stack reaches.
        var nodes = new Stack<(INode Node, bool IsEnd)>();
        nodes.Push((element, false));
        while (nodes.TryPop(out var next))
        {
            if (next.Node is not IElement inner)
                WriteText(text, next.Node);
            else if (next.IsEnd)
                text.Write(HtmlMarkupFormatter.Instance.CloseTag(inner, IsVoid(inner)));
            else
                WriteStart(text, inner, nodes);
        }
        return text.ToString();
    }

    private static bool IsVoid(IElement element) => element.Flags.HasFlag(NodeFlags.SelfClosing);

    private static void WriteText(StringWriter text, INode node)
    {
        // Asked for the text of a style or script by itself, the formatter would escape it.
        if (
            node is ICharacterData literal
            && node is not IComment
            && node.Parent!.Flags.HasFlag(NodeFlags.LiteralText)
        )
            text.Write(HtmlMarkupFormatter.Instance.LiteralText(literal));
        else
            node.ToHtml(text, HtmlMarkupFormatter.Instance);
    }

    private static void WriteStart(
        StringWriter text,
        IElement element,
        Stack<(INode Node, bool IsEnd)> nodes
    )
    {
        text.Write(HtmlMarkupFormatter.Instance.OpenTag(element, IsVoid(element)));
        // A reader drops the line feed that follows <pre>: where one is content, it takes two.
        if (
            element.Flags.HasFlag(NodeFlags.LineTolerance)
            && element.FirstChild is IText first
            && first.Data.StartsWith('\n')
        )
            text.Write('\n');
        if (element is IHtmlTemplateElement template)
            template.Content.ToHtml(text, HtmlMarkupFormatter.Instance);
        nodes.Push((element, true));
        for (var i = element.ChildNodes.Length - 1; i >= 0; i--)
            nodes.Push((element.ChildNodes[i], false));
    }
}

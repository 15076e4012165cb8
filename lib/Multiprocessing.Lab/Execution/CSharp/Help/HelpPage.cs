using System.Text;
using System.Xml.Linq;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>What is shown about a symbol or a call, written as plain text and as Markdown at once.</summary>
internal sealed class HelpPage
{
    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _markdown = new();

    public void AddCode(string code) => Add(code, DocumentationText.Fence(code, "csharp"));

    public void AddText(string text) => Add(text, DocumentationText.Escape(text));

    /// <summary>What an element of documentation holds; nothing if it is missing or empty.</summary>
    public void AddText(XElement? element)
    {
        if (
            element is not null
            && DocumentationText.Write(element.Nodes(), false) is { Length: > 0 } text
        )
            Add(text, DocumentationText.Write(element.Nodes(), true));
    }

    /// <summary>A heading and what belongs to each name under it; nothing if there is nothing.</summary>
    public void AddList(string heading, IEnumerable<(string Name, XElement Text)> items)
    {
        var list = items.ToList();
        if (list.Count == 0)
            return;
        Add(
            heading + string.Concat(list.Select(item => "\n  " + Line(item, markdown: false))),
            $"**{DocumentationText.Escape(heading)}**\n"
                + string.Concat(list.Select(item => "\n- " + Line(item, markdown: true)))
        );
    }

    /// <summary>A heading and what an element of documentation holds; nothing if it is missing or empty.</summary>
    private void AddSection(string heading, XElement? element)
    {
        if (
            element is null
            || DocumentationText.Write(element.Nodes(), false) is not { Length: > 0 } text
        )
            return;
        Add(
            $"{heading}\n  {text.Replace("\n", "\n  ", StringComparison.Ordinal)}",
            $"**{DocumentationText.Escape(heading)}**\n\n{DocumentationText.Write(element.Nodes(), true)}"
        );
    }

    /// <summary>All that documentation holds besides the summary, and where it belongs to.</summary>
    public void AddDetails(XElement documentation, string? place)
    {
        AddList("Type parameters", Named("typeparam", "name"));
        AddList("Parameters", Named("param", "name"));
        AddSection("Returns", documentation.Element("returns"));
        AddSection("Value", documentation.Element("value"));
        AddList("Exceptions", Named("exception", "cref"));
        AddSection("Remarks", documentation.Element("remarks"));
        AddSection("Example", documentation.Element("example"));
        if (place is not null)
            AddText(place);

        IEnumerable<(string, XElement)> Named(string kind, string attribute) =>
            documentation
                .Elements(kind)
                .Select(element =>
                    (
                        DocumentationText.ShortName(element.Attribute(attribute)?.Value ?? ""),
                        element
                    )
                );
    }

    public Inspection ToInspection() =>
        new(
            true,
            new Dictionary<string, string>
            {
                [MediaTypes.Plain] = _plain.ToString(),
                ["text/markdown"] = _markdown.ToString(),
            }
        );

    private static string Line((string Name, XElement Text) item, bool markdown)
    {
        var name = markdown ? DocumentationText.Escape(item.Name) : item.Name;
        var text = DocumentationText.Write(item.Text.Nodes(), markdown).Replace('\n', ' ');
        return text.Length == 0 ? name : $"{name}: {text}";
    }

    private void Add(string plain, string markdown)
    {
        _plain.Append(_plain.Length == 0 ? "" : "\n\n").Append(plain);
        _markdown.Append(_markdown.Length == 0 ? "" : "\n\n").Append(markdown);
    }
}

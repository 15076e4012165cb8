using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>Writes documentation as text: plain, or as Markdown in which everything written stays what was written.</summary>
internal sealed partial class DocumentationText
{
    private readonly bool _markdown;
    private readonly StringBuilder _text = new();

    private DocumentationText(bool markdown) => _markdown = markdown;

    public static string Write(IEnumerable<XNode> nodes, bool markdown)
    {
        var writer = new DocumentationText(markdown);
        foreach (var node in nodes)
            writer.Write(node);
        return BlankLines().Replace(writer._text.ToString(), "\n\n").Trim();
    }

    /// <summary>Text that Markdown takes for nothing else.</summary>
    public static string Escape(string text) => Special().Replace(text, @"\$0");

    /// <summary>A block of code, in a fence longer than any inside it.</summary>
    public static string Fence(string code, string language)
    {
        var fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return $"{fence}{language}\n{code}\n{fence}";
    }

    private void Write(XNode node)
    {
        if (node is XText text)
            WriteText(text.Value);
        else if (node is XElement element)
            Write(element);
    }

    private void Write(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso":
                WriteReference(element);
                break;
            case "paramref" or "typeparamref":
                WriteCode(element.Attribute("name")?.Value ?? "");
                break;
            case "c":
                WriteCode(element.Value);
                break;
            case "code":
                var code = Unindent(element.Value);
                _text
                    .Append("\n\n")
                    .Append(_markdown ? Fence(code, "csharp") : code)
                    .Append("\n\n");
                break;
            case "para" or "p" or "list" or "ul" or "listheader":
                _text.Append("\n\n");
                WriteAll(element);
                _text.Append("\n\n");
                break;
            case "item" or "li":
                _text.Append("\n- ");
                WriteAll(element);
                break;
            case "term":
                WriteAll(element);
                _text.Append(": ");
                break;
            case "br":
                _text.Append("\n\n");
                break;
            default:
                WriteAll(element);
                break;
        }
    }

    private void WriteAll(XElement element)
    {
        foreach (var node in element.Nodes())
            Write(node);
    }

    private void WriteReference(XElement element)
    {
        if (element.Attribute("href") is { } link)
        {
            var label = element.Value.Length > 0 ? element.Value : link.Value;
            WriteText(label == link.Value ? label : $"{label} ({link.Value})");
        }
        else if (!element.IsEmpty && element.Value.Length > 0)
        {
            WriteText(element.Value);
        }
        else
        {
            WriteCode(
                element.Attribute("langword")?.Value
                    ?? ShortName(element.Attribute("cref")?.Value ?? "")
            );
        }
    }

    /// <summary><c>M:System.String.Concat(System.String)</c> is String.Concat to who reads; a type is its name.</summary>
    public static string ShortName(string id)
    {
        var name = Arity().Replace(id.Split('(')[0], "");
        var parts = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('.');
        var isType = name.StartsWith("T:", StringComparison.Ordinal) || parts.Length < 2;
        if (name.StartsWith("N:", StringComparison.Ordinal))
            return string.Join('.', parts);
        return isType ? parts[^1]
            : parts[^1] == "#ctor" ? parts[^2]
            : $"{parts[^2]}.{parts[^1]}";
    }

    private void WriteText(string text)
    {
        var line = Whitespace().Replace(text, " ");
        if (_text.Length == 0 || char.IsWhiteSpace(_text[^1]))
            line = line.TrimStart();
        _text.Append(_markdown ? Escape(line) : line);
    }

    private void WriteCode(string code)
    {
        code = Whitespace().Replace(code, " ").Trim();
        if (!_markdown || code.Length == 0)
            _text.Append(code);
        else if (code.Contains('`', StringComparison.Ordinal))
            _text.Append("`` ").Append(code).Append(" ``");
        else
            _text.Append('`').Append(code).Append('`');
    }

    private static string Unindent(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var common = lines
            .Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty()
            .Min();
        return string.Join('\n', lines.Select(line => line[Math.Min(common, line.Length)..]));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();

    // Punctuation that begins something anywhere, and that which begins a list or a heading.
    [GeneratedRegex(@"[\\`*_{}\[\]<>#|~&$!]|(?<=^\s*)[-+=](?=\s|$)|(?<=^\s*\d+)[.)]")]
    private static partial Regex Special();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}

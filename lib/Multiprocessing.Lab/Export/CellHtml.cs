using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>One cell as a section of the page.</summary>
internal static class CellHtml
{
    private const string MermaidNote =
        "A <a href=\"https://mermaid.js.org/\">Mermaid</a> diagram, shown as its source: this page works offline and carries no program to draw it.";

    /// <param name="document">What makes the elements.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="number">The cell's place in the notebook, from 1.</param>
    /// <param name="ids">The page's.</param>
    /// <returns>The section; null where the cell shows nothing.</returns>
    public static IElement? SectionOf(IDocument document, Cell cell, int number, PageIds ids)
    {
        if (IsUnseen(cell))
            return null;
        var kind = cell.Kind switch
        {
            CellKind.Markdown => "markdown",
            CellKind.Raw => "raw",
            _ => "code",
        };
        var section = document.CreateElement("section");
        section.ClassName = $"cell {kind}";
        section.Id = ids.OfCell(cell, number);
        switch (cell.Kind)
        {
            case CellKind.Markdown:
                AppendMarkdown(section, cell);
                break;
            case CellKind.Raw:
                Html.Fill(
                    section,
                    cell.RawType == MediaTypes.Html
                        ? cell.Source
                        : $"<pre><code>{Html.Escape(cell.Source)}</code></pre>"
                );
                break;
            case CellKind.Code:
                AppendCode(section, cell, number, ids);
                break;
        }
        if (cell.View.Cell == PartView.Hidden)
            Fold(section, cell.Kind == CellKind.Code ? "Hidden cell" : "Hidden text");
        return section;
    }

    /// <remarks>A raw cell for another format than HTML, such as LaTeX, is not for this page: nbconvert leaves it out too.</remarks>
    private static bool IsUnseen(Cell cell)
    {
        var hasSource =
            !string.IsNullOrWhiteSpace(cell.Source)
            && (cell.Kind != CellKind.Code || cell.View.Source != PartView.Removed);
        var hasOutputs = cell.Outputs.Count > 0 && cell.View.Outputs != PartView.Removed;
        return cell.View.Cell == PartView.Removed
            || !(hasSource || hasOutputs)
            || (cell.Kind == CellKind.Raw && cell.RawType is not ("" or MediaTypes.Html));
    }

    /// <summary>Puts what an element holds under a line that shows it.</summary>
    private static void Fold(IElement element, string label)
    {
        var details = element.Owner!.CreateElement("details");
        details.ClassName = "hidden";
        Html.Append(details, "summary", null, label);
        details.Append([.. element.ChildNodes]);
        element.AppendChild(details);
    }

    private static void AppendMarkdown(IElement section, Cell cell)
    {
        Html.Fill(section, MarkdownHtml.Of(cell.Source));
        foreach (var picture in section.QuerySelectorAll("[src^='attachment:']"))
        {
            var name = Uri.UnescapeDataString(picture.GetAttribute("src")!["attachment:".Length..]);
            if (
                cell.Attachments.TryGetValue(name, out var bundle)
                && bundle.FirstOrDefault() is { Key: not null } content
            )
                picture.SetAttribute(
                    "src",
                    $"data:{content.Key};base64,{content.Value.ReplaceLineEndings("")}"
                );
        }
        foreach (var code in section.QuerySelectorAll("pre > code[class^='language-']"))
        {
            var language = code.ClassName!["language-".Length..].Split(' ')[0];
            code.InnerHtml = CodeHtml.Of(code.TextContent, language);
            if (language == "mermaid")
                code.ParentElement!.OuterHtml =
                    $"{code.ParentElement.OuterHtml}<p class=\"note\">{MermaidNote}</p>";
        }
    }

    private static void AppendCode(IElement section, Cell cell, int number, PageIds ids)
    {
        var isMermaid =
            cell.Language == "mermaid"
            || cell.Source.TrimStart().StartsWith("#!mermaid", StringComparison.Ordinal);
        var language = isMermaid ? "Mermaid" : NotebookLanguage.DisplayName(cell.Language);
        section.SetAttribute("aria-label", $"Cell {number}, {language}");
        // A group and no region: dozens of landmarks would hide the few that matter.
        section.SetAttribute("role", "group");
        if (!string.IsNullOrWhiteSpace(cell.Source) && cell.View.Source != PartView.Removed)
        {
            var source = cell.Source.TrimEnd();
            var prompt = cell.ExecutionCount is { } count
                ? $"<span class=\"prompt\">[{count}]</span> "
                : "";
            var hint = Html.Escape(source.Split('\n').First(line => line.Trim().Length > 0).Trim());
            var details = Html.Append(
                section,
                "details",
                "source",
                $"""
                <summary>{prompt}<span class="language">{Html.Escape(
                    language
                )}</span> <code class="hint">{hint}</code></summary>
                <pre><code>{CodeHtml.Of(source, isMermaid ? "" : cell.Language)}</code></pre>
                """
            );
            if (cell.View.Source == PartView.Shown)
                details.SetAttribute("open", "");
        }
        var anchor = Html.Append(section, "a", "anchor", "#");
        anchor.SetAttribute("href", "#" + section.Id);
        anchor.SetAttribute("aria-label", $"Link to cell {number}");
        if (isMermaid)
        {
            Html.Append(section, "p", "note", MermaidNote);
        }
        else if (cell.Outputs.Count > 0 && cell.View.Outputs != PartView.Removed)
        {
            var outputs = OutputHtml.Append(section, cell.Outputs, ids);
            if (cell.View.Outputs == PartView.Hidden)
                Fold(outputs, "Hidden output");
        }
    }
}

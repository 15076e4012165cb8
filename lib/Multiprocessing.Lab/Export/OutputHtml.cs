using System.Text;
using AngleSharp.Dom;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>Outputs of a cell as HTML, each in the richest form that a page can show.</summary>
internal static class OutputHtml
{
    /// <summary>Each output goes into an element of its own, so that broken HTML harms nothing after it.</summary>
    /// <returns>The element around all of them.</returns>
    public static IElement Append(IElement section, IReadOnlyList<Output> outputs, PageIds ids)
    {
        var parent = Html.Append(section, "div", "outputs", "");
        foreach (var output in JoinStreams(outputs))
        {
            switch (output)
            {
                case StreamOutput { Text.Length: > 0 } stream:
                    var name = stream.Name == "stderr" ? "stderr" : "stdout";
                    Html.Append(parent, "div", $"output stream {name}", TextBlock(stream.Text));
                    break;
                case ErrorOutput error:
                    Html.Append(
                        parent,
                        "div",
                        "output error",
                        $"<p class=\"label\">Error</p>{TextBlock(TextOf(error))}"
                    );
                    break;
                case DisplayOutput display:
                    AppendData(parent, display.Data, ids);
                    break;
                case ResultOutput result:
                    AppendData(parent, result.Data, ids);
                    break;
            }
        }
        return parent;
    }

    /// <summary>A host may store one stream in many pieces; colours and lines run on from one to the next.</summary>
    private static IEnumerable<Output> JoinStreams(IEnumerable<Output> outputs)
    {
        var name = "";
        var text = new StringBuilder();
        foreach (var output in outputs)
        {
            if (output is StreamOutput stream && stream.Name == name)
            {
                text.Append(stream.Text);
                continue;
            }
            if (text.Length > 0)
                yield return new StreamOutput(name, text.ToString());
            text.Clear();
            if (output is StreamOutput other)
            {
                name = other.Name;
                text.Append(other.Text);
                continue;
            }
            name = "";
            yield return output;
        }
        if (text.Length > 0)
            yield return new StreamOutput(name, text.ToString());
    }

    // The samp keeps a first empty line, which HTML drops directly after <pre>.
    private static string TextBlock(string text) =>
        $"<pre><samp>{AnsiText.ToHtml(text.TrimEnd('\n', '\r'))}</samp></pre>";

    private static string TextOf(ErrorOutput error)
    {
        var trace = string.Join('\n', error.Traceback.Select(line => line.TrimEnd('\n', '\r')));
        if (trace.Contains(error.Value, StringComparison.Ordinal) && trace.Length > 0)
            return trace;
        return $"{error.Name}: {error.Value}\n{trace}";
    }

    private static void AppendData(
        IElement parent,
        IReadOnlyDictionary<string, string> data,
        PageIds ids
    )
    {
        if (data.TryGetValue(MediaTypes.Html, out var html))
            Html.Append(parent, "div", "output html", html);
        else if (data.TryGetValue("application/vnd.plotly.v1+json", out var figure))
            Html.Append(parent, "div", "output html", Charts.Draw(figure, ids.OfFigure()));
        else if (data.TryGetValue("image/svg+xml", out var svg))
            Html.Append(parent, "div", "output image", svg);
        else if (
            data.Keys.FirstOrDefault(type => type.StartsWith("image/", StringComparison.Ordinal)) is
            { } picture
        )
            Html.Append(parent, "div", "output image", Picture(picture, data));
        else if (data.TryGetValue("text/markdown", out var markdown))
            Html.Append(parent, "div", "output markdown", MarkdownHtml.Of(markdown));
        else if (data.TryGetValue("text/latex", out var formula))
            Html.Append(parent, "div", "output text", MarkdownHtml.Formula(formula));
        else if (
            data.TryGetValue("application/javascript", out var script)
            || data.TryGetValue("text/javascript", out script)
        )
            Html.Append(parent, "div", "output html", Script(script));
        else if (data.TryGetValue(MediaTypes.Plain, out var text))
            Html.Append(parent, "div", "output text", TextBlock(text));
        else if (data.FirstOrDefault() is { Key: not null } other)
            Html.Append(parent, "div", "output text", TextBlock(other.Value));
    }

    private static string Picture(string mediaType, IReadOnlyDictionary<string, string> data)
    {
        var description = data.TryGetValue(MediaTypes.Plain, out var text)
            ? text
            : "Picture made by the cell above";
        var base64 = string.Concat(data[mediaType].Where(c => !char.IsWhiteSpace(c)));
        return $"<img src=\"data:{mediaType};base64,{Html.Escape(base64)}\" alt=\"{Html.Escape(description)}\">";
    }

    /// <summary>As in Jupyter, the code finds its place on the page as `element` and shares no variables.</summary>
    private static string Script(string code) =>
        $"<script>(async function (element) {{\n{Html.Script(code)}\n}})(document.currentScript.parentElement);</script>";
}

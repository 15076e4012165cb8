using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Multiprocessing.Lab.Export;

/// <summary>
/// Makes a page that fetches nothing: files beside the notebook become part of the page, and what lies on other hosts
/// becomes a link that the reader may follow.
/// </summary>
internal static partial class Offline
{
    public static void Apply(IElement page, string notebookPath)
    {
        foreach (var element in page.QuerySelectorAll("script[src], link, base, meta"))
            element.Remove();
        foreach (var element in page.QuerySelectorAll("[srcset], [background], [ping]"))
        {
            element.RemoveAttribute("srcset");
            element.RemoveAttribute("background");
            element.RemoveAttribute("ping");
        }
        foreach (
            var element in page.QuerySelectorAll(
                "img, iframe, frame, embed, object, video, audio, source, track, input[type=image]"
            )
        )
        {
            foreach (var attribute in new[] { "src", "data", "poster" })
                Inline(element, attribute, notebookPath);
        }
        foreach (var element in page.QuerySelectorAll("svg image, svg use, svg feImage"))
        {
            foreach (var attribute in new[] { "href", "xlink:href" })
            {
                if (element.GetAttribute(attribute) is { } link && !StaysOnPage(link))
                    element.RemoveAttribute(attribute);
            }
        }
        foreach (var element in page.QuerySelectorAll("[style]"))
            element.SetAttribute("style", WithoutFetches(element.GetAttribute("style")!));
        foreach (var element in page.QuerySelectorAll("style"))
            element.TextContent = WithoutFetches(element.TextContent);
    }

    private static void Inline(IElement element, string attribute, string notebookPath)
    {
        if (element.GetAttribute(attribute) is not { } link || StaysOnPage(link))
            return;
        if (LocalFile.AsDataUri(notebookPath, link) is { } data)
            element.SetAttribute(attribute, data);
        else if (
            attribute == "poster"
            || element.Parent is IElement { LocalName: "picture" or "video" or "audio" }
        )
            element.RemoveAttribute(attribute);
        else
            ReplaceByWords(element, link);
    }

    private static void ReplaceByWords(IElement element, string link)
    {
        var description = element.GetAttribute("alt") ?? element.GetAttribute("title");
        var what =
            element.LocalName is "img" or "input" ? "picture"
            : element.LocalName is "iframe" or "frame" ? "page"
            : "file";
        var remote = LocalFile.IsRemote(link);
        var words = string.IsNullOrWhiteSpace(description) ? link : description;
        // Inside a link already, a second one would break it.
        var substitute = element.Owner!.CreateElement(
            remote && element.Closest("a") is null ? "a" : "span"
        );
        substitute.ClassName = "absent";
        substitute.TextContent = remote
            ? $"{words} ({what} on the web)"
            : $"{words} ({what} not found)";
        if (substitute.LocalName == "a")
            substitute.SetAttribute("href", link);
        element.Parent!.ReplaceChild(substitute, element);
    }

    private static bool StaysOnPage(string link) =>
        link.Length == 0
        || link[0] == '#'
        || link.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
        || link.StartsWith("blob:", StringComparison.OrdinalIgnoreCase)
        || link.StartsWith("about:", StringComparison.OrdinalIgnoreCase);

    private static string WithoutFetches(string css) =>
        Imports().Replace(Fetches().Replace(css, "url(data:,)"), "");

    [GeneratedRegex(@"url\(\s*[""']?(?!\s*(data:|#|blob:))[^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Fetches();

    [GeneratedRegex(@"@import\b[^;]*;?", RegexOptions.IgnoreCase)]
    private static partial Regex Imports();
}

using System.Reflection;

namespace Multiprocessing.Lab.Export;

/// <summary>A link to another page of the site.</summary>
internal sealed record PageLink(string Page, string Title)
{
    public string Href => Uri.EscapeDataString(Page);
}

/// <summary>What stands around the content of every page.</summary>
internal static class PageFrame
{
    // The browser itself then refuses whatever an output's script tries to fetch.
    private const string Policy =
        "default-src data: blob: 'unsafe-inline' 'unsafe-eval'; base-uri 'none'; form-action 'none'";

    private static readonly string Style = Resource("page.css");
    private static readonly string Script = Resource("page.js");

    public static string Of(
        string title,
        string content,
        IReadOnlyList<Heading> headings,
        PageLink? before,
        PageLink? after
    ) =>
        $"""
            {Head(title)}
            <header class="bar">
              <nav aria-label="Site"><a href="{Site.IndexPage}">All notebooks</a></nav>
              <div class="tools">
                <button type="button" id="fold-code" aria-pressed="false" hidden>Hide code</button>
                <button type="button" id="switch-theme" hidden>Dark</button>
              </div>
            </header>
            <div class="layout">
            {Contents(headings)}
            <main id="main-content" tabindex="-1">
            {content}
            </main>
            </div>
            {Pager(before, after)}
            {Foot()}
            """;

    public static string OfIndex(string title, string content) =>
        $"""
            {Head(title)}
            <header class="bar">
              <span></span>
              <div class="tools"><button type="button" id="switch-theme" hidden>Dark</button></div>
            </header>
            <main id="main-content" class="index" tabindex="-1">
            {content}
            </main>
            {Foot()}
            """;

    private static string Head(string title) =>
        $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{{Policy}}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{{Html.Escape(title)}}</title>
            <link rel="icon" href="data:,">
            <style>
            {{Style}}</style>
            <script>try { document.documentElement.dataset.theme = localStorage.getItem("theme") ?? ""; } catch { /* storage is off */ }</script>
            </head>
            <body>
            <a class="skip" href="#main-content">Skip to the content</a>
            """;

    private static string Foot() =>
        $"""
            <footer>Made from notebooks by <code>mplab export</code>. Every page is complete in itself and works offline.</footer>
            <script>
            {Script}</script>
            </body>
            </html>

            """;

    private static string Contents(IReadOnlyList<Heading> headings)
    {
        if (headings.Count < 2)
            return "";
        var top = headings.Min(h => h.Level);
        var items = headings.Select(h =>
            $"<li class=\"depth-{h.Level - top}\"><a href=\"#{Html.Escape(Uri.EscapeDataString(h.Id))}\">{Html.Escape(h.Text)}</a></li>"
        );
        return $"""
            <nav class="contents" aria-label="On this page">
            <details open>
            <summary>On this page</summary>
            <ol>
            {string.Join('\n', items)}
            </ol>
            </details>
            </nav>
            """;
    }

    private static string Pager(PageLink? before, PageLink? after)
    {
        if (before is null && after is null)
            return "";
        return $"""
            <nav class="pager" aria-label="Previous and next notebook">
            {PagerLink(before, "prev", "Previous")}
            {PagerLink(after, "next", "Next")}
            </nav>
            """;
    }

    private static string PagerLink(PageLink? link, string relation, string label) =>
        link is null
            ? "<span></span>"
            : $"<a rel=\"{relation}\" class=\"{relation}\" href=\"{link.Href}\"><span>{label}</span> {Html.Escape(link.Title)}</a>";

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

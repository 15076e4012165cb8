using Microsoft.Playwright;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

/// <summary>What a reader sees and does, in a real browser with the network off.</summary>
public sealed class ReadingSpecs : IClassFixture<Chromium>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Chromium _chromium;

    public ReadingSpecs(Chromium chromium)
    {
        _chromium = chromium;
        var first = Write(
            _folder,
            "first.ipynb",
            Prose(
                "# Reading\n\nSome `code`, a [link](#second-part) and *words*.\n\n> [!WARNING]\n> Careful.\n\n> Quoted."
            ),
            Code(
                "// a comment\nint Twice(int n) => n * 2;\nvar words = \"some text\";",
                new StreamOutput("stdout", "printed \u001b[32mgreen\u001b[0m\n")
            ),
            Code("Chart()", Shown("text/html", XPlotChart)),
            Code("Chart()", Shown("text/html", ModuleChart)),
            Code(
                "Fail(); // " + new string('x', 200),
                new StreamOutput("stderr", "careful\n"),
                new ErrorOutput(
                    "Exception",
                    "no",
                    ["\u001b[31mException\u001b[0m: no " + new string('y', 300)]
                )
            ),
            Prose(
                "## Second part\n\n| "
                    + string.Join(" | ", Enumerable.Range(0, 20).Select(i => $"column {i}"))
                    + " |\n|"
                    + string.Concat(Enumerable.Repeat("---|", 20))
                    + "\n| 1 |"
            ),
            Code(
                "1",
                Shown(
                    "text/html",
                    "<p id='by-script'></p><script>document.getElementById('by-script').textContent = 'written by html';</script>"
                )
            ),
            Code(
                "2",
                Shown("application/javascript", "await null; element.append('written by code');")
            ),
            Code("3", Shown("text/html", "<div><b>left open <table><tr>")),
            Prose("## Third part\n\nThe last words.")
        );
        SiteExporter.Write(
            [first, Write(_folder, "second.ipynb", Prose("# Another"))],
            _folder.Path + "/site"
        );
    }

    private string First => _folder.Path + "/site/first.html";

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Charts_are_drawn_with_the_network_off_and_nothing_is_asked_for()
    {
        await using var visit = await _chromium.OpenAsync(First);
        await Expect(visit.Page.Locator("#xplot-1 .gtitle")).ToHaveTextAsync("Speedup measured");
        await Expect(visit.Page.Locator("#xplot-1 .xtitle")).ToHaveTextAsync("workers used");
        await Expect(visit.Page.Locator("#xplot-1 .ytitle")).ToHaveTextAsync("times faster");
        await Expect(visit.Page.Locator("#xplot-1 .scatterlayer .trace")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#module-1 .gtitle")).ToHaveTextAsync("Bars by module");
        foreach (var title in await visit.Page.Locator(".gtitle, .xtitle, .ytitle").AllAsync())
            await Expect(title).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact(Timeout = 60_000)]
    public async Task Html_and_javascript_outputs_run_and_broken_html_swallows_nothing()
    {
        await using var visit = await _chromium.OpenAsync(First);
        await Expect(visit.Page.GetByText("written by html")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".outputs").GetByText("written by code"))
            .ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main > section > p").GetByText("The last words."))
            .ToHaveCSSAsync("font-weight", "400");
        await Expect(visit.Page.Locator("footer")).ToBeVisibleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_readers_preference_is_followed_and_the_switch_overrides_it_for_good(
        ColorScheme preference
    )
    {
        await using var visit = await _chromium.OpenAsync(
            First,
            new() { ColorScheme = preference }
        );
        var page = visit.Page;
        async Task<bool> IsDarkAsync() =>
            await page.EvaluateAsync<int>(
                "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
            ) < 100;
        async Task<string> ChartAsync() =>
            await page.EvaluateAsync<string>(
                "getComputedStyle(document.querySelector('.gtitle')).fill"
            );

        Assert.Equal(preference == ColorScheme.Dark, await IsDarkAsync());
        var chart = await ChartAsync();
        await page.Locator("#switch-theme").ClickAsync();
        Assert.Equal(preference != ColorScheme.Dark, await IsDarkAsync());
        Assert.NotEqual(chart, await ChartAsync());
        await page.ReloadAsync();
        Assert.Equal(preference != ColorScheme.Dark, await IsDarkAsync());
        await page.Locator("#switch-theme").ClickAsync();
        Assert.Equal(preference == ColorScheme.Dark, await IsDarkAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Code_folds_cell_by_cell_and_all_at_once()
    {
        await using var visit = await _chromium.OpenAsync(First);
        var code = visit.Page.Locator("details.source pre");
        var count = await code.CountAsync();
        await Expect(code.First).ToBeVisibleAsync();
        await visit.Page.Locator("details.source summary").First.ClickAsync();
        await Expect(code.First).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("details.source .hint").First)
            .ToHaveTextAsync("// a comment");
        await Expect(code.Nth(1)).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Hide code" }).ClickAsync();
        await Expect(visit.Page.Locator("details.source[open]")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByText("printed")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Hide code" }).ClickAsync();
        await Expect(visit.Page.Locator("details.source[open]")).ToHaveCountAsync(count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Everything_can_be_read_without_javascript()
    {
        await using var visit = await _chromium.OpenAsync(
            First,
            new() { JavaScriptEnabled = false }
        );
        await Expect(visit.Page.GetByText("int Twice(int n) => n * 2;")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("printed green")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("The last words.")).ToBeVisibleAsync();
        await Expect(
                visit
                    .Page.GetByRole(AriaRole.Navigation, new() { Name = "On this page" })
                    .GetByText("Second part")
            )
            .ToBeVisibleAsync();
        await Expect(visit.Page.Locator("button:visible")).ToHaveCountAsync(0);
        await visit.Page.Locator("details.source summary").First.ClickAsync();
        await Expect(visit.Page.Locator("details.source pre").First).ToBeHiddenAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_lead_to_sections_cells_and_other_pages()
    {
        await using var visit = await _chromium.OpenAsync(First);
        var page = visit.Page;
        await page.Locator(".contents").GetByText("Third part").ClickAsync();
        await Expect(page.Locator("#third-part")).ToBeInViewportAsync();
        await Expect(page.Locator(".contents [aria-current]")).ToHaveTextAsync("Third part");
        await page.Locator("main").GetByText("link", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("#second-part")).ToBeInViewportAsync();
        Assert.EndsWith("#second-part", page.Url, StringComparison.Ordinal);
        await page.GotoAsync(new Uri(First).AbsoluteUri + "#cell-5");
        await Expect(page.Locator(".stderr").GetByText("careful")).ToBeInViewportAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Next Another" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Another");
        await page.GetByRole(AriaRole.Link, new() { Name = "All notebooks" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Notebooks");
        await page.GetByRole(AriaRole.Link, new() { Name = "Read Reading" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Reading");
        Assert.Empty(visit.Complaints);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_tab_stop_skips_to_the_content()
    {
        await using var visit = await _chromium.OpenAsync(First);
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await Expect(visit.Page.GetByText("Skip to the content")).ToBeInViewportAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("first.html", true)]
    [InlineData("first.html", false)]
    [InlineData("index.html", true)]
    public async Task A_narrow_phone_scrolls_in_one_direction_only(string name, bool javaScript)
    {
        var phone = new BrowserNewContextOptions
        {
            ViewportSize = new() { Width = 360, Height = 720 },
            JavaScriptEnabled = javaScript,
        };
        await using var visit = await _chromium.OpenAsync($"{_folder.Path}/site/{name}", phone);
        // Measured from outside, so that it works without the page's own scripts.
        var widest = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.Equal(360, widest);
        if (javaScript && name == "first.html")
        {
            var chart = await visit.Page.Locator("#xplot-1 .main-svg").First.BoundingBoxAsync();
            Assert.InRange(chart!.X + chart.Width, 200, 360);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("first.html", ColorScheme.Light)]
    [InlineData("first.html", ColorScheme.Dark)]
    [InlineData("index.html", ColorScheme.Light)]
    [InlineData("index.html", ColorScheme.Dark)]
    public async Task Every_text_stands_out_enough_from_its_background(
        string name,
        ColorScheme scheme
    )
    {
        await using var visit = await _chromium.OpenAsync(
            $"{_folder.Path}/site/{name}",
            new() { ColorScheme = scheme }
        );
        var measured = await visit.Page.EvaluateAsync<string[]>(MeasureContrast);
        Assert.NotEmpty(measured);
        var faint = measured.Where(m =>
            double.Parse(m.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) < 4.5
        );
        Assert.Empty(faint);
    }

    [Fact(Timeout = 60_000)]
    public async Task Paper_gets_the_text_without_the_buttons_in_light_colours()
    {
        await using var visit = await _chromium.OpenAsync(
            First,
            new() { ColorScheme = ColorScheme.Dark }
        );
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(visit.Page.Locator(".bar")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator(".contents")).ToBeHiddenAsync();
        await Expect(visit.Page.GetByText("The last words.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("body"))
            .ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
    }

    /// <summary>The contrast of each text in the page by the formula of WCAG, with the text.</summary>
    private const string MeasureContrast = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = (colour) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return { r, g, b, a: a / 255 };
          };
          const luminance = ({ r, g, b }) => {
            const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          const behind = (element) => {
            for (let e = element; e; e = e.parentElement) {
              const colour = rgba(getComputedStyle(e).backgroundColor);
              if (colour.a > 0.9) return colour;
            }
            return { r: 255, g: 255, b: 255 };
          };
          const results = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const text = walker.currentNode.textContent.trim();
            if (!text || element.closest('svg, script, style') || element.getClientRects().length === 0) continue;
            const [light, dark] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
            results.push(`${((light + 0.05) / (dark + 0.05)).toFixed(2)} <${element.localName} class="${element.className}"> ${text.slice(0, 40)}`);
          }
          return results;
        }
        """;
}

using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Export;
using static Microsoft.Playwright.Assertions;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What the library shows in cells, as a client gets it.</summary>
public class LibrarySpecs(RunningKernel kernel, Chromium chromium)
    : IClassFixture<RunningKernel>,
        IClassFixture<Chromium>
{
    [Fact(Timeout = 60_000)]
    public async Task A_chart_of_XPlots_own_is_drawn_offline_on_a_page_with_a_module_loader()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "notebook");
        var cell = await RunAsync(
            $"#r \"{folder}/FSharp.Core.dll\"\n#r \"{folder}/XPlot.Plotly.dll\"\nXPlot.Plotly.Chart.Line(new[] {{ 1, 3, 2 }})"
        );
        var html = Assert.Single(cell.Of("execute_result")).Data("text/html");
        using var page = new TemporaryFolder();
        // As JupyterLab's, Notebook's and VS Code's pages have one.
        var file = page.Write(
            "page.html",
            $"<!DOCTYPE html><body><script>window.define = () => {{}}; window.define.amd = {{}};</script>{html}</body>"
        );
        await using var visit = await chromium.OpenAsync(file);
        await Expect(visit.Page.Locator(".main-svg").First).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_chart_brings_all_that_draws_it_and_asks_no_network()
    {
        var charts = Path.Combine(
            Repository.Root,
            "artifacts",
            "notebook",
            "Multiprocessing.Charts.dll"
        );
        await RunAsync($"#r \"{charts}\"\n{Library.Load}\nusing Multiprocessing.Charts;");
        var cell = await RunAsync(
            """
            var timeline = new Multiprocessing.Timeline();
            using (var pool = new ProcessPool(2)) { pool.Map(n => n, Enumerable.Range(0, 4), options: new MapOptions { Timeline = timeline }); }
            new TimelineChart(timeline)
            """
        );
        var html = Assert.Single(cell.Of("execute_result")).Data("text/html");
        Assert.Contains("class=\"mp-plotly\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)\s*=\s*["']?https?:""", html);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_progress_bar_is_one_display_that_is_replaced_in_place()
    {
        await RunAsync(Library.Load);
        var cell = await RunAsync(
            """
            using (var pool = new ProcessPool(2))
            {
                pool.Map(n => { Thread.Sleep(100); return n; }, Enumerable.Range(0, 8), progress: true);
            }
            """
        );
        var id = IdOf(Assert.Single(cell.Of("display_data")));
        var updates = cell.Of("update_display_data").ToList();
        Assert.All(updates, update => Assert.Equal(id, IdOf(update)));
        Assert.StartsWith("100 %, 8 of 8 items", updates[^1].Data(), StringComparison.Ordinal);
    }

    private static string? IdOf(Message shown) =>
        shown.Content.GetProperty("transient").GetProperty("display_id").GetString();

    private async Task<Exchange> RunAsync(string code)
    {
        var cell = await kernel.Client.RunAsync(code);
        Assert.Empty(cell.Of("error").Select(error => error.ToString()));
        return cell;
    }
}

using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Export;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Multiprocessing.Lab.Tests.Notebooks;

/// <summary>The repository's own notebooks, as a reader runs, opens and checks them.</summary>
[Collection(nameof(RunNotebooks))]
public sealed class NotebookSpecs(RunNotebooks notebooks, Chromium chromium)
    : IClassFixture<Chromium>
{
    public static TheoryData<string> Names =>
        [.. RunNotebooks.Committed.Select(path => Path.GetFileNameWithoutExtension(path))];

    [Fact]
    public void All_notebooks_run_and_are_exported()
    {
        Assert.True(notebooks.Run.ExitCode == 0, notebooks.Run.Output + notebooks.Run.Error);
        Assert.True(notebooks.Export.ExitCode == 0, notebooks.Export.Error);
        Assert.Equal(
            Names.Select(row => row.Data + ".html").Append("index.html").Order(),
            Directory.GetFiles(notebooks.Site).Select(path => Path.GetFileName(path)).Order()
        );
    }

    [Theory]
    [InlineData("q3-code", "This is the test of multiprocessing\n")]
    [InlineData("q5-code", "[16, 36, 4, 25, 81]\n")]
    public void A_question_is_answered_with_the_seeds_own_output(string cell, string expected)
    {
        Assert.Equal(expected, Printed(notebooks.Load("01-six-questions"), cell));
        Assert.Equal(expected, Printed(Committed("01-six-questions"), cell));
    }

    [Fact]
    public void Question_six_starts_four_processes_that_say_their_number()
    {
        string[] expected = [.. Enumerable.Range(1, 4).Select(n => $"This is the process {n}")];
        foreach (
            Notebook notebook in (Notebook[])
                [notebooks.Load("01-six-questions"), Committed("01-six-questions")]
        )
        {
            string[] lines = Printed(notebook, "q6-code")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(expected, lines.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_is_committed_with_the_outputs_of_one_run_from_top_to_bottom(string name)
    {
        Cell[] code = [.. Committed(name).Cells.Where(cell => cell.Kind == CellKind.Code)];
        Assert.Equal(
            Enumerable.Range(1, code.Length),
            code.Select(cell => cell.ExecutionCount ?? 0)
        );
        Assert.DoesNotContain(code, cell => cell.Outputs.Any(output => output is ErrorOutput));
        Assert.Contains(code, cell => cell.Outputs.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_begins_with_the_lines_that_load_what_it_needs(string name)
    {
        // With exercises there is one library more.
        string[] libraries = ["Multiprocessing", "Multiprocessing.Charts"];
        string[] withCourse = [.. libraries, "Multiprocessing.Course"];
        Assert.Contains(
            Committed(name).Cells.First(cell => cell.Kind == CellKind.Code).Source,
            new[] { Loading(libraries), Loading(withCourse) }
        );

        static string Loading(string[] names) =>
            string.Join(
                "\n",
                [
                    .. names.Select(library => $"#r \"../artifacts/notebook/{library}.dll\""),
                    .. names.Select(library => $"using {library};"),
                ]
            );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_speedup_chart_is_drawn_with_the_network_off_its_titles_visible()
    {
        await using Visit visit = await chromium.OpenAsync(
            Path.Combine(notebooks.Site, "06-speedup.html")
        );
        await Expect(visit.Page.Locator(".main-svg").First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".gtitle")).ToHaveTextAsync("Counting primes");
        await Expect(visit.Page.Locator(".xtitle")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".ytitle")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".legend")).ToContainTextAsync("serial fraction");
        Assert.Empty(visit.Complaints);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task A_page_opens_without_a_complaint_or_a_request(string name)
    {
        await using Visit visit = await chromium.OpenAsync(
            Path.Combine(notebooks.Site, name + ".html")
        );
        await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    private static Notebook Committed(string name) =>
        Notebook.Load(Path.Combine(Repository.Root, "notebooks", name + ".ipynb"));

    private static string Printed(Notebook notebook, string cell) =>
        string.Concat(
            notebook
                .Cells.Single(c => c.Id == cell)
                .Outputs.OfType<StreamOutput>()
                .Select(output => output.Text)
        );
}

using Multiprocessing.Lab.Learning;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Learning;

/// <summary><c>mplab learn</c>, as somebody who gives the course calls it.</summary>
public sealed class LearnCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Course => Path.Combine(_folder.Path, "course");

    private string Output => Path.Combine(_folder.Path, "far", "away", "out");

    [Fact(Timeout = 60_000)]
    public async Task A_learners_copy_has_no_outputs_and_no_solutions()
    {
        Write("one.ipynb", CourseNotebook.Answer);
        Assert.Equal(0, (await LearnAsync(Course)).ExitCode);

        var cells = CourseNotebook.Cells(Learner("one.ipynb"));
        Assert.DoesNotContain(cells, cell => (string?)cell["id"] == "04-1-solution");
        Assert.All(
            cells.Where(cell => (string?)cell["cell_type"] == "code"),
            cell =>
            {
                Assert.Empty(cell["outputs"]!.AsArray());
                Assert.Null(cell["execution_count"]);
            }
        );
        Assert.Equal(CourseNotebook.Stub, CourseNotebook.Source(Learner("one.ipynb"), "04-1-stub"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_solved_copy_has_the_solution_in_place_of_the_stub()
    {
        const string Code = "int Half(int n)\n{\n    return n / 2;\n}";
        Write("one.ipynb", Code);
        Assert.Equal(0, (await LearnAsync(Course)).ExitCode);
        Assert.Equal(Code, CourseNotebook.Source(Solved("one.ipynb"), "04-1-stub"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("learner")]
    [InlineData("solved")]
    public async Task References_and_links_lead_from_the_copy_to_where_they_led(string kind)
    {
        _folder.Write("libs/some.dll", "");
        _folder.Write("README.md", "");
        Write("one.ipynb", CourseNotebook.Answer);
        Assert.Equal(0, (await LearnAsync(Course)).ExitCode);

        var copy = Path.Combine(Output, kind, "one.ipynb");
        Assert.Equal(
            "#r \"../../../../libs/some.dll\"\n#r \"nuget: Some.Package, 1.0.0\"\n#r \"System.Xml\"",
            CourseNotebook.Source(copy, "cell-0")
        );
        Assert.Equal(
            "[next](next.ipynb) [why](../../../../README.md#why) [out](https://a.b/c)",
            CourseNotebook.Source(copy, "links")
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task What_lies_beside_the_notebooks_comes_along()
    {
        Write("one.ipynb", CourseNotebook.Answer);
        _folder.Write("course/texts/a.txt", "words");
        _folder.Write("course/.ipynb_checkpoints/old.txt", "hidden");
        Assert.Equal(0, (await LearnAsync(Course)).ExitCode);

        string[] expected = ["one.ipynb", Path.Combine("texts", "a.txt")];
        Assert.Equal(expected, FilesBelow(Path.Combine(Output, "learner")));
        Assert.Equal(expected, FilesBelow(Path.Combine(Output, "solved")));
        Assert.Equal("words", File.ReadAllText(Learner(expected[1])));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("<details>There is no code here.</details>")]
    public async Task A_stub_without_a_solution_is_refused_in_one_line_and_the_others_are_made(
        string? solution
    )
    {
        var bad = CourseNotebook.Write(_folder, "course/bad.ipynb", solution);
        Write("good.ipynb", CourseNotebook.Answer);

        var result = await LearnAsync(Course);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            $"{bad}: exercise 04-1 has no solution. Add a cell with the id \"04-1-solution\" that holds one as C#.",
            Assert.Single(result.ErrorLines)
        );
        Assert.False(File.Exists(Solved("bad.ipynb")));
        Assert.True(File.Exists(Solved("good.ipynb")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_notebook_with_a_byte_order_mark_is_copied_as_any_other()
    {
        var json = CourseNotebook.Json(CourseNotebook.Solution(CourseNotebook.Answer));
        _folder.Write("course/one.ipynb", "\uFEFF" + json.ToJsonString());
        await AssertSolvedAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_solutions_with_one_id_the_first_is_taken()
    {
        var json = CourseNotebook.Json(CourseNotebook.Solution(CourseNotebook.Answer));
        var cells = json["cells"]!.AsArray();
        cells.Add(cells[^1]!.DeepClone());
        _folder.Write("course/one.ipynb", json.ToJsonString());
        await AssertSolvedAsync();
    }

    private async Task AssertSolvedAsync()
    {
        var result = await LearnAsync(Course);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            CourseNotebook.Answer,
            CourseNotebook.Source(Solved("one.ipynb"), "04-1-stub")
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dib_is_copied_as_the_notebook_that_it_converts_to()
    {
        var path = _folder.Write("course/one.dib", "#!csharp\n\n1 + 1\n");
        var result = await LearnAsync(path);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            "1 + 1",
            CourseCell.Source(Assert.Single(CourseNotebook.Cells(Learner("one.ipynb"))))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_notebook_is_refused_in_one_line()
    {
        var path = _folder.Write("course/text.ipynb", "hello");
        var result = await LearnAsync(Course);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(path, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_output_folder_among_the_notebooks_does_not_copy_itself()
    {
        Write("one.ipynb", CourseNotebook.Answer);
        _folder.Write("course/texts/a.txt", "words");
        var output = Path.Combine(Course, "out");
        string[] expected =
        [
            .. new[] { "one.ipynb", "texts/a.txt" }
                .SelectMany(name => new[] { name, $"out/learner/{name}", $"out/solved/{name}" })
                .Order(StringComparer.Ordinal),
        ];

        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(0, (await Mplab.RunAsync("learn", Course, "--output", output)).ExitCode);
            Assert.Equal(expected, FilesBelow(Course).Select(name => name.Replace('\\', '/')));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_source_stays_as_it_is()
    {
        var path = Write("one.ipynb", CourseNotebook.Answer);
        var before = File.ReadAllBytes(path);
        Assert.Equal(0, (await LearnAsync(path)).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private Task<MplabResult> LearnAsync(string path) =>
        Mplab.RunAsync("learn", path, "--output", Output);

    private string Write(string name, string code) =>
        CourseNotebook.Write(_folder, "course/" + name, CourseNotebook.Solution(code));

    private string Learner(string name) => Path.Combine(Output, "learner", name);

    private string Solved(string name) => Path.Combine(Output, "solved", name);

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(name => !name.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}

using System.Text.RegularExpressions;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Learning;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Notebooks;

namespace Multiprocessing.Lab.Tests.Learning;

/// <summary>The repository's own course, copied for learners and solved.</summary>
public sealed partial class CourseCopiesSpecs(CourseCopiesSpecs.Copies copies)
    : IClassFixture<CourseCopiesSpecs.Copies>
{
    // One notebook of the course stands for all here; CourseSpecs tries every exercise.
    private const string Sample = "00-start-here.ipynb";

    [Theory(Timeout = 120_000)]
    [InlineData("learner", "It is not written yet")]
    [InlineData("solved", "done.")]
    public async Task A_copy_runs_through_from_where_it_lies(string kind, string words)
    {
        var path = Path.Combine(copies.Folder, kind, Sample);
        var result = await Mplab.RunAsync("run", path, "--in-place", "--timeout", "60");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);

        var checks = Notebook
            .Load(path)
            .Cells.Where(cell => cell.Id?.EndsWith("-check", StringComparison.Ordinal) == true)
            .ToList();
        Assert.NotEmpty(checks);
        Assert.All(
            checks,
            cell =>
                Assert.Contains(
                    words,
                    cell.Outputs.OfType<ResultOutput>().Single().Data["text/plain"],
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Every_notebook_is_copied_and_no_solution_is_left_for_learners()
    {
        var names = RunNotebooks.Committed.Select(path => Path.GetFileName(path)).ToList();
        foreach (var kind in new[] { "learner", "solved" })
            Assert.Equal(names, Names(kind));
        Assert.All(
            names,
            name =>
                Assert.DoesNotContain(
                    CourseNotebook.Cells(Path.Combine(copies.Folder, "learner", name)),
                    cell => CourseCell.SolutionOf(cell) is not null
                )
        );
    }

    [Theory]
    [InlineData("learner")]
    [InlineData("solved")]
    public void Links_lead_somewhere_in_the_copies_as_well(string kind)
    {
        var links = RunNotebooks
            .Committed.Select(source => Path.Combine(copies.Folder, kind, Path.GetFileName(source)))
            .SelectMany(copy => Links(copy).Select(link => (copy, link)))
            .ToList();
        Assert.NotEmpty(links);
        Assert.All(
            links,
            at =>
                Assert.True(
                    File.Exists(Path.Combine(Path.GetDirectoryName(at.copy)!, at.link)),
                    $"{at.copy}: {at.link} leads nowhere."
                )
        );
    }

    private string[] Names(string kind) =>
        [
            .. Directory
                .GetFiles(Path.Combine(copies.Folder, kind), "*.ipynb")
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Links(string notebook) =>
        CourseNotebook
            .Cells(notebook)
            .Where(cell => (string?)cell["cell_type"] == "markdown")
            .SelectMany(cell => Link().Matches(CourseCell.Source(cell)))
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\]\((?!https?:|attachment:|#)([^)#\s]+)")]
    private static partial Regex Link();

    /// <summary>Made once for all specs of the class.</summary>
    public sealed class Copies : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal string Folder => _folder.Path;

        public async ValueTask InitializeAsync()
        {
            var result = await Mplab.RunAsync(
                "learn",
                Path.Combine(Repository.Root, "notebooks"),
                "--output",
                Folder
            );
            Assert.True(result.ExitCode == 0, result.Error);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

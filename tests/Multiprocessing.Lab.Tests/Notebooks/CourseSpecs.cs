using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.Sessions;
using Multiprocessing.Lab.Learning;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Execution;

namespace Multiprocessing.Lab.Tests.Notebooks;

/// <summary>
/// The course's exercises, each tried in its own notebook: left unwritten, answered wrongly in typical ways, and answered
/// as its solution does. By itself, as checks take times.
/// </summary>
[CollectionDefinition(nameof(CourseSpecs), DisableParallelization = true)]
[Collection(nameof(CourseSpecs))]
public class CourseSpecs
{
    private const int FewestWrongAnswers = 2;

    public static TheoryData<string> NotebooksWithExercises =>
        [
            .. RunNotebooks
                .Committed.Where(path =>
                    Cells(path).Any(cell => CourseCell.StubOf(cell) is not null)
                )
                .Select(path => Path.GetFileNameWithoutExtension(path)),
        ];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(NotebooksWithExercises))]
    public async Task Every_answer_to_an_exercise_gets_the_verdict_it_deserves(string name)
    {
        var path = Path.Combine(Repository.Root, "notebooks", name + ".ipynb");
        var wrong = WrongAnswer.To(name);
        var solutions = Cells(path)
            .Where(cell => CourseCell.SolutionOf(cell) is not null)
            .ToDictionary(cell => CourseCell.SolutionOf(cell)!, cell => CourseCell.CodeOf(cell)!);
        var sources = new List<string>();
        var verdicts = new List<(int Cell, string Exercise, string Words)>();
        var exercise = "";
        var stub = "";
        foreach (var cell in Cells(path).Where(cell => (string?)cell["cell_type"] == "code"))
        {
            var source = CourseCell.Source(cell);
            if (CourseCell.StubOf(cell) is { } id)
            {
                (exercise, stub) = (id, source);
            }
            else if ((string?)cell["id"] == exercise + "-check")
            {
                var answers = wrong.Where(answer => answer.Exercise == exercise).ToList();
                Assert.True(
                    answers.Count >= FewestWrongAnswers,
                    $"{exercise}: fewer than {FewestWrongAnswers} wrong answers are tried."
                );
                Try("not written yet", stub);
                answers.ForEach(answer => Try(answer.Diagnosis, answer.Code));
                Try("done.", solutions[exercise]);

                void Try(string words, string answer)
                {
                    sources.Add(answer);
                    verdicts.Add((sources.Count, exercise, words));
                    sources.Add(source);
                }
            }
            else
            {
                sources.Add(source);
            }
        }

        var run = await RunAsync(Path.GetDirectoryName(path)!, sources);

        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.All(
            verdicts,
            verdict =>
                Assert.Contains(verdict.Words, run.Value(verdict.Cell), StringComparison.Ordinal)
        );
    }

    private static async Task<NotebookRun> RunAsync(string folder, List<string> sources)
    {
        using var temporary = new TemporaryFolder();
        var notebook = Notebook.Load(NotebookFile.Write(temporary, "course.ipynb", [.. sources]));
        return await NotebookRun.OfAsync(notebook, folder, new(null, KeepGoing: false));
    }

    private static List<JsonObject> Cells(string path) =>
        [
            .. JsonNode.Parse(File.ReadAllBytes(path))!["cells"]!
                .AsArray()
                .Select(cell => cell!.AsObject()),
        ];
}

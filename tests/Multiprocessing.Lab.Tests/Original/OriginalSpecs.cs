using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Notebooks;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>
/// The repository's notebooks in .NET Interactive itself, read and run over the protocol that the Polyglot Notebooks
/// extension of VS Code speaks.
/// </summary>
[Collection(nameof(RunNotebooks))]
public sealed class OriginalSpecs(RunNotebooks notebooks)
{
    private static readonly Comparison s_comparison = new(Wording.Lines);

    public static TheoryData<string> Names =>
        [.. RunNotebooks.Committed.Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Names))]
    public async Task A_notebook_runs_in_the_original_and_shows_what_it_shows_here(string name)
    {
        using var kernel = await OriginalKernel.StartAsync(
            Path.Combine(Repository.Root, "notebooks")
        );
        var problems = new List<string>();
        foreach (var (run, stored) in notebooks.Load(name).Cells.Zip(Stored(name)))
        {
            if (run.Kind != CellKind.Code)
                continue;
            var original = OriginalOutputs.Of(await kernel.SubmitAsync(run.Source, run.Language));
            // Some cells judge what they measured, now so and now otherwise: two runs of the Lab show more of what they may say.
            var differences = new[] { run, stored }
                .Select(cell => s_comparison.Differences(cell.Outputs, original))
                .MinBy(found => found.Count)!;
            problems.AddRange(
                differences
                    .Concat(original.OfType<ErrorOutput>().Select(error => error.Value))
                    .Select(problem => $"{run.Id}: {problem}")
            );
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        await kernel.EndAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task The_original_opens_no_port_as_it_runs_here()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for sockets in /proc");
        using var kernel = await OriginalKernel.StartAsync(Path.GetTempPath());
        await kernel.SubmitAsync("1", "csharp");
        Assert.Empty(ListeningSockets.Of(kernel.ProcessId));
        await kernel.EndAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task The_original_reads_the_notebooks_as_we_do()
    {
        using var parser = new OriginalProcess("notebook-parser");
        foreach (var path in RunNotebooks.Committed)
        {
            await parser.WriteAsync(
                new()
                {
                    ["type"] = "parse",
                    ["id"] = path,
                    ["serializationType"] = "ipynb",
                    ["defaultLanguage"] = "csharp",
                    ["rawData"] = Convert.ToBase64String(File.ReadAllBytes(path)),
                }
            );
            var answer = await parser.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(
                Notebook.Load(path).Cells.Select(cell => (cell.Language, cell.Source)),
                answer
                    .GetProperty("document")
                    .GetProperty("elements")
                    .EnumerateArray()
                    .Select(element =>
                        (
                            element.GetProperty("kernelName").GetString()!,
                            element.GetProperty("contents").GetString()!
                        )
                    )
            );
        }
        await parser.EndAsync();
    }

    private static IReadOnlyList<Cell> Stored(string name) =>
        Notebook.Load(Path.Combine(Repository.Root, "notebooks", name + ".ipynb")).Cells;
}

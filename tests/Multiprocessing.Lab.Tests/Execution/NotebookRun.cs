using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.Sessions;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>Cells run as a notebook, in a real session process, watched from this one.</summary>
internal sealed class NotebookRun : IRunReport
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<IReadOnlyList<Output>> Outputs { get; private set; } = [];

    public IReadOnlyList<string> Problems => _problems;

    public bool Succeeded { get; private set; }

    public static async Task<NotebookRun> OfAsync(params string[] cells)
    {
        using var folder = new TemporaryFolder();
        return await InAsync(folder, new(null, KeepGoing: true), cells);
    }

    public static async Task<NotebookRun> InAsync(
        TemporaryFolder folder,
        RunOptions options,
        params string[] cells
    )
    {
        var notebook = Notebook.Load(NotebookFile.Write(folder, "test.ipynb", cells));
        return await OfAsync(notebook, folder.Path, options);
    }

    /// <summary>Runs a notebook in a folder that need not be its own.</summary>
    public static async Task<NotebookRun> OfAsync(
        Notebook notebook,
        string folder,
        RunOptions options
    )
    {
        var run = new NotebookRun();
        var runner = new NotebookRunner(options, run);
        await using var session = SessionProcess.Start(folder, runner.OnEvent);
        run.Succeeded = await runner.RunAsync(
            notebook,
            session,
            TestContext.Current.CancellationToken
        );
        run.Outputs = [.. notebook.Cells.Select(cell => cell.Outputs)];
        return run;
    }

    /// <summary>All that a cell wrote to a stream.</summary>
    public string Text(int cell, string stream = "stdout") =>
        string.Concat(
            Outputs[cell].OfType<StreamOutput>().Where(o => o.Name == stream).Select(o => o.Text)
        );

    /// <summary>The plain text of a cell's value.</summary>
    public string? Value(int cell) =>
        Outputs[cell].OfType<ResultOutput>().SingleOrDefault()?.Data["text/plain"];

    public ErrorOutput Error(int cell) => Outputs[cell].OfType<ErrorOutput>().Single();

    public void NotebookStarted(string path) { }

    public void CellStarted(string path, int number, int count) { }

    public void Text(string text) { }

    public void Problem(string line) => _problems.Add(line);

    public void NotebookEnded(string path, int cells, TimeSpan elapsed) { }
}

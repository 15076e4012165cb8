using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Commands;

/// <summary>What the notebooks a command was given came to, as an exit code and as one line a problem.</summary>
internal sealed class NotebookBatch(IRunReport report)
{
    private const int CellFailed = 1;
    public const int BadInput = 2;

    public int ExitCode { get; private set; }

    /// <summary>Expands folders. What cannot be found is reported, and the rest goes on.</summary>
    public IReadOnlyList<NotebookPath> Find(IEnumerable<string> arguments)
    {
        var found = new List<NotebookPath>();
        foreach (var argument in arguments)
            Guard(() => found.AddRange(NotebookPaths.Of(argument)));
        return [.. found.DistinctBy(notebook => Path.GetFullPath(notebook.Path))];
    }

    /// <summary>Loads a notebook; null, and reported, if it is none.</summary>
    public Notebook? Load(NotebookPath path)
    {
        Notebook? notebook = null;
        Guard(() => notebook = Notebook.Load(path.Path));
        return notebook;
    }

    /// <summary>Loads a notebook and runs it in a session of its own.</summary>
    /// <returns>The notebook with its outputs, not saved yet; null, and reported, if it is none.</returns>
    public async Task<Notebook?> RunAsync(
        NotebookPath path,
        RunOptions options,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(path.Path))
            return Load(path);
        var runner = new NotebookRunner(options, report);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path.Path))!;
        // First: the session gets ready while the notebook is read.
        var session = SessionProcess.Start(folder, runner.OnEvent);
        await using (session.ConfigureAwait(false))
        {
            var notebook = Load(path);
            if (notebook is null)
                return null;
            if (!await runner.RunAsync(notebook, session, cancellationToken).ConfigureAwait(false))
                ExitCode = Math.Max(ExitCode, CellFailed);
            return notebook;
        }
    }

    /// <summary>Does what may find fault with the user's files, and reports the fault.</summary>
    public void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (NotebookException e)
        {
            report.Problem(e.Message);
            ExitCode = BadInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Problem(e.Message);
            ExitCode = BadInput;
        }
    }
}

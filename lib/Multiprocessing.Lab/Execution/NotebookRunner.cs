using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution.CSharp.Errors;

namespace Multiprocessing.Lab.Execution;

/// <param name="CellTimeout">What each cell may take; null for as long as it likes.</param>
/// <param name="KeepGoing">Whether the cells after a failed one run too.</param>
internal sealed record RunOptions(TimeSpan? CellTimeout, bool KeepGoing);

/// <summary>Runs a notebook's cells in order in one session and records what they show.</summary>
internal sealed class NotebookRunner
{
    /// <summary>What a cell gets to stop before its session is killed.</summary>
    private static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(2);

    private readonly RunOptions _options;
    private readonly IRunReport _report;
    private readonly List<CellOutputs> _ran = [];

    /// <summary>What the session says before the first cell.</summary>
    private readonly List<SessionEvent> _early = [];
    private readonly Lock _gate = new();

    public NotebookRunner(RunOptions options, IRunReport report)
    {
        _options = options;
        _report = report;
    }

    /// <summary>To be told all that happens in the session.</summary>
    public void OnEvent(SessionEvent happened)
    {
        lock (_gate)
        {
            if (_ran.Count == 0)
                _early.Add(happened);
            else if (happened is ValueUpdated updated)
                _ = _ran.Exists(outputs => outputs.TryUpdate(updated));
            else
                _ran[Math.Max(happened.Cell, 1) - 1].Add(happened); // Ids count from 1, as the cells run.
        }
        if (happened is TextWritten text)
            _report.Text(text.Text);
    }

    /// <returns>Whether every cell ran and none failed.</returns>
    /// <exception cref="OperationCanceledException">The run was interrupted; nothing is recorded.</exception>
    public async Task<bool> RunAsync(
        Notebook notebook,
        ISession session,
        CancellationToken cancellationToken
    )
    {
        using var interruption = cancellationToken.Register(session.Kill);
        var watch = Stopwatch.StartNew();
        var cells = notebook
            .Cells.Where(c => c.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(c.Source))
            .ToList();
        _report.NotebookStarted(notebook.Path);

        var succeeded = true;
        for (var i = 0; i < cells.Count; i++)
        {
            _report.CellStarted(notebook.Path, i + 1, cells.Count);
            var (problem, sessionEnded) = await RunAsync(cells[i], i + 1, session)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (problem is null)
                continue;

            succeeded = false;
            _report.Problem($"{notebook.Path}: cell {i + 1} ({FirstLine(cells[i])}): {problem}");
            if (!sessionEnded && _options.KeepGoing)
                continue;
            ReportRest(notebook.Path, cells.Count - i - 1, sessionEnded);
            break;
        }
        await session.ShutDownAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // Only now: until the session has ended, any cell's displays may be updated and its text go on.
        for (var i = 0; i < _ran.Count; i++)
            cells[i].Record(i + 1, _ran[i].ToList());
        _report.NotebookEnded(notebook.Path, _ran.Count, watch.Elapsed);
        return succeeded;
    }

    /// <returns>What went wrong, if anything did, and whether the session is gone with it.</returns>
    private async Task<(string? Problem, bool SessionEnded)> RunAsync(
        Cell cell,
        int number,
        ISession session
    )
    {
        var outputs = new CellOutputs(number);
        lock (_gate)
        {
            _ran.Add(outputs);
            _early.ForEach(outputs.Add);
            _early.Clear();
        }
        var running = session.ExecuteAsync(new(number, number, cell.Language, cell.Source));
        var inTime = await EndsInTimeAsync(running, number, session).ConfigureAwait(false);
        try
        {
            var status = await running.ConfigureAwait(false);
            if (status == CellStatus.Stopped)
                return (Mark(outputs, "Timeout", $"Stopped after {Limit()} (--timeout)."), false);
            return status == CellStatus.Failed ? (Describe(outputs.Error), false) : (null, false);
        }
        catch (SessionEndedException e)
        {
            var reason = inTime
                ? e.Message
                : $"Stopped after {Limit()} (--timeout). The cell did not stop, so its session was killed.";
            return (Mark(outputs, inTime ? "SessionEnded" : "Timeout", reason), true);
        }
    }

    private async Task<bool> EndsInTimeAsync(Task running, int number, ISession session)
    {
        if (_options.CellTimeout is not { } timeout)
            return true;
        // The session's start is no fault of the cell's.
        await Task.WhenAny(running, session.ReadyAsync()).ConfigureAwait(false);
        if (await IsDoneAsync(running, timeout).ConfigureAwait(false))
            return true;
        var asked = session.InterruptAsync(number);
        if (!await IsDoneAsync(Task.WhenAll(running, asked), s_stopping).ConfigureAwait(false))
            session.Kill();
        return false;
    }

    private static async Task<bool> IsDoneAsync(Task task, TimeSpan limit) =>
        await Task.WhenAny(task, Task.Delay(limit)).ConfigureAwait(false) == task;

    private static string Mark(CellOutputs outputs, string name, string message)
    {
        outputs.Add(new ErrorRaised(name, message, [message]));
        return message;
    }

    private static string Describe(ErrorOutput? error) =>
        error switch
        {
            null => "failed",
            { Name: ErrorText.Compilation, Traceback.Count: > 1 } =>
                $"{error.Value} (and {error.Traceback.Count - 1} more)",
            { Name: ErrorText.Compilation } => error.Value,
            _ => $"{error.Name}: {error.Value.ReplaceLineEndings(" ")}",
        };

    private void ReportRest(string path, int count, bool sessionEnded)
    {
        if (count == 0)
            return;
        var cells = count == 1 ? "1 more cell" : $"{count} more cells";
        _report.Problem(
            sessionEnded
                ? $"{path}: {cells} did not run, as the variables they need ended with the session."
                : $"{path}: {cells} did not run. With --keep-going they would."
        );
    }

    private static string FirstLine(Cell cell)
    {
        const int Most = 60;
        var line = cell.Source.Split('\n').Select(l => l.Trim()).First(l => l.Length > 0);
        return line.Length <= Most ? line : line[..Most] + "...";
    }

    private string Limit() =>
        $"{_options.CellTimeout!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
}

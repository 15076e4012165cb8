using System.Globalization;
using Multiprocessing.Lab.Execution;
using Spectre.Console;

namespace Multiprocessing.Lab.Commands;

/// <summary>
/// Says how a run goes: on a terminal with a status line that moves, elsewhere (a log, a pipe) with plain lines.
/// What cells print appears as they print it; problems go to standard error.
/// </summary>
internal sealed class RunReport : IRunReport
{
    private const string Margin = "  | ";

    private readonly Lock _gate = new();
    private readonly System.Text.StringBuilder _line = new();
    private readonly StatusContext? _status;

    private RunReport(StatusContext? status) => _status = status;

    /// <remarks>
    /// On a thread of the pool: the caller's waits for Ctrl+C, and ends a command that does not heed it.
    /// </remarks>
    public static Task<int> ShowAsync(Func<IRunReport, Task<int>> run) =>
        Task.Run(() => ReportAsync(run));

    private static Task<int> ReportAsync(Func<IRunReport, Task<int>> run) =>
        AnsiConsole.Profile.Capabilities.Interactive
        && !Console.IsOutputRedirected
        && !Console.IsErrorRedirected
            ? AnsiConsole.Status().StartAsync("Starting", status => run(new RunReport(status)))
            : run(new RunReport(null));

    public void NotebookStarted(string path) => Progress($"{path}: starting the session");

    public void CellStarted(string path, int number, int count) =>
        Progress($"{path}: cell {number} of {count}");

    public void Text(string text)
    {
        lock (_gate)
        {
            // One write for all whole lines: a cell that prints a lot must not wait for a write a line.
            var lines = (_line + text).ReplaceLineEndings("\n").Split('\n');
            _line.Clear().Append(lines[^1]);
            if (lines.Length > 1)
                WriteLine(string.Join(Environment.NewLine, lines[..^1].Select(l => Margin + l)));
        }
    }

    public void Problem(string line)
    {
        lock (_gate)
        {
            EndPartialLine();
            if (_status is null)
                Console.Error.WriteLine(line);
            else
                AnsiConsole.MarkupLine($"[red]{Markup.Escape(line)}[/]");
        }
    }

    public void NotebookEnded(string path, int cells, TimeSpan elapsed)
    {
        lock (_gate)
        {
            EndPartialLine();
            var seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var ran = cells == 1 ? "1 cell" : $"{cells} cells";
            WriteLine($"{path}: {ran} ran in {seconds} s");
        }
    }

    private void Progress(string line)
    {
        lock (_gate)
        {
            EndPartialLine();
            if (_status is null)
                Console.WriteLine(line);
            else
                _status.Status(Markup.Escape(line));
        }
    }

    private void EndPartialLine()
    {
        if (_line.Length == 0)
            return;
        WriteLine(Margin + _line);
        _line.Clear();
    }

    private void WriteLine(string line)
    {
        if (_status is null)
            Console.WriteLine(line);
        else
            AnsiConsole.WriteLine(line);
    }
}

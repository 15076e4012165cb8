namespace Multiprocessing.Lab.Execution;

/// <summary>Whoever watches notebooks run.</summary>
internal interface IRunReport
{
    void NotebookStarted(string path);

    void CellStarted(string path, int number, int count);

    /// <summary>Text as a cell prints it, in any pieces.</summary>
    void Text(string text);

    /// <summary>Something the user must see; one line.</summary>
    void Problem(string line);

    void NotebookEnded(string path, int cells, TimeSpan elapsed);
}

namespace Multiprocessing.Lab.Documents;

/// <summary>What a cell is to the notebook format.</summary>
internal enum CellKind
{
    Code,
    Markdown,
    Raw,
}

/// <summary>One cell of a notebook: its source as stored, and its outputs as stored or as last recorded.</summary>
internal sealed class Cell
{
    /// <summary>Null in notebooks older than nbformat 4.5.</summary>
    public string? Id { get; init; }

    public required CellKind Kind { get; init; }

    /// <summary>"csharp", "html", "javascript", "mermaid", "fsharp", ...; "markdown" and "raw" for the other kinds.</summary>
    public required string Language { get; init; }

    public required string Source { get; init; }

    /// <summary>Files pasted into a markdown cell: name, then media type, then base64.</summary>
    public IReadOnlyDictionary<
        string,
        IReadOnlyDictionary<string, string>
    > Attachments { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The media type that a raw cell is written in; empty where it says none.</summary>
    public string RawType { get; init; } = "";

    public CellView View { get; init; } = CellView.Whole;

    public int? ExecutionCount { get; private set; }

    public IReadOnlyList<Output> Outputs { get; private set; } = [];

    /// <summary>What the file holds now; null where it holds no such value.</summary>
    internal int? StoredExecutionCount { get; private init; }

    internal IReadOnlyList<Output> StoredOutputs { get; private init; } = [];

    internal bool IsRecorded { get; private set; }

    internal static Cell Code(
        string? id,
        string language,
        string source,
        int? executionCount,
        IReadOnlyList<Output> outputs,
        CellView view
    ) =>
        new()
        {
            Id = id,
            Kind = CellKind.Code,
            Language = language,
            Source = source,
            ExecutionCount = executionCount,
            Outputs = outputs,
            View = view,
            StoredExecutionCount = executionCount,
            StoredOutputs = outputs,
        };

    /// <summary>Replaces the outputs; <see cref="Notebook.Save"/> writes them.</summary>
    public void Record(int? executionCount, IReadOnlyList<Output> outputs)
    {
        if (Kind != CellKind.Code)
            throw new InvalidOperationException($"A {Kind} cell has no outputs.");
        ExecutionCount = executionCount;
        Outputs = [.. outputs];
        IsRecorded = true;
    }
}

namespace Multiprocessing.Lab.Execution;

/// <summary>A running C# session, as its fronts see it: the command line, and whatever else shows notebooks.</summary>
internal interface ISession : IAsyncDisposable
{
    /// <summary>Completes when a cell would begin to run at once, or when the session has ended.</summary>
    Task ReadyAsync();

    /// <summary>Runs a cell; its outputs arrive as events.</summary>
    /// <exception cref="SessionEndedException">The session ended before the cell did.</exception>
    Task<CellStatus> ExecuteAsync(CellRequest cell);

    /// <summary>Tells a cell what was typed for it; null where nothing will be.</summary>
    Task AnswerAsync(int request, string? text);

    /// <summary>What could be written at a place in a cell, in UTF-16 units; also while a cell runs.</summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellationToken);

    /// <summary>What there is to say about a place in a cell, in UTF-16 units; also while a cell runs.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="detailLevel">0 for signature and summary, 1 for all the documentation.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    Task<Inspection> InspectAsync(
        string code,
        int cursor,
        int detailLevel,
        CancellationToken cancellationToken
    );

    /// <summary>Whether a cell that is typed line by line can run as it stands.</summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    Task<Completeness> CheckCompletenessAsync(string code);

    /// <summary>Asks the running cell to stop; the session and its variables live on.</summary>
    /// <param name="cell">Its id; one that has not begun yet does not begin any more.</param>
    Task InterruptAsync(int cell);

    /// <summary>Ends the session as a program ends: what it has still to say is said first.</summary>
    Task ShutDownAsync();

    /// <summary>Ends the session and all it started, at once.</summary>
    void Kill();
}

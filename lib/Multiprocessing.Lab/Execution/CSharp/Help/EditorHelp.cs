namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// What an editor asks about a cell that is being written. Safe to ask from several threads at once and while a cell
/// runs: it works on its own copy of the cells that ran.
/// </summary>
/// <param name="engine">What ran the cells before.</param>
internal sealed class EditorHelp(CSharpEngine engine) : IDisposable
{
    private readonly CellCompleteness _completeness = new();
    private readonly DirectiveCompletion _directives = new(engine.Folder);

    // Roslyn's editor services take most of a second to load: only for sessions that are asked.
    private readonly Lazy<Submissions> _submissions = new(() => new(engine));

    /// <summary>What could be written at a place.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The place, in UTF-16 units.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<Completions> CompleteAsync(
        string code,
        int cursor,
        CancellationToken cancellation
    )
    {
        cursor = Math.Clamp(cursor, 0, code.Length);
        var text = new CellText(code);
        var line = text.LineUpTo(cursor);
        if (line.StartsWith("#!", StringComparison.Ordinal) || text.IsCSharp(cursor))
        {
            return _directives.Complete(line, cursor)
                ?? await CodeCompletion
                    .CompleteAsync(_submissions.Value.Next(text.Code), cursor, cancellation)
                    .ConfigureAwait(false);
        }
        return Completions.None(cursor);
    }

    /// <summary>What a name means, or what the call around a place takes.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The place, in UTF-16 units.</param>
    /// <param name="detailLevel">0 for signature and summary, 1 for all the documentation.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<Inspection> InspectAsync(
        string code,
        int cursor,
        int detailLevel,
        CancellationToken cancellation
    )
    {
        cursor = Math.Clamp(cursor, 0, code.Length);
        var text = new CellText(code);
        if (!text.IsCSharp(cursor))
            return Inspection.Nothing;
        var page = await CodeInspection
            .InspectAsync(
                _submissions.Value.Next(text.Code),
                cursor,
                detailed: detailLevel > 0,
                engine.Variables,
                cancellation
            )
            .ConfigureAwait(false);
        return page?.ToInspection() ?? Inspection.Nothing;
    }

    /// <summary>Whether a cell that is typed line by line can run as it stands.</summary>
    public Completeness CheckCompleteness(string code) => _completeness.Of(new(code));

    public void Dispose()
    {
        if (_submissions.IsValueCreated)
            _submissions.Value.Dispose();
    }
}

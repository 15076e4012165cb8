namespace Multiprocessing.Lab.Execution;

/// <summary>What could be written at a place in a cell.</summary>
/// <param name="Text">What to write.</param>
/// <param name="Kind">What it names, for the editor's icon: <c>method</c>, <c>local</c>, <c>magic</c>, <c>path</c> and so on.</param>
internal sealed record Completion(string Text, string Kind);

/// <summary>What could be written at a place in a cell, the likeliest first.</summary>
/// <param name="Start">Where what they replace starts, in UTF-16 units of the cell.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The texts to choose from.</param>
internal sealed record Completions(int Start, int End, IReadOnlyList<Completion> Items)
{
    public static Completions None(int cursor) => new(cursor, cursor, []);
}

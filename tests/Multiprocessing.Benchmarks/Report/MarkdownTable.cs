namespace Multiprocessing.Benchmarks.Report;

/// <summary>A table in markdown.</summary>
internal sealed class MarkdownTable(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString() =>
        string.Join('\n', [Line(heads), Line([.. heads.Select(_ => "---")]), .. _rows.Select(Line)])
        + "\n";

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";
}

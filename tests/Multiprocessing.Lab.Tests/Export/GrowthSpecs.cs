using System.Diagnostics;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Documents.Dib;
using Multiprocessing.Lab.Export;
using Multiprocessing.Lab.Tests.Documents;
using static Multiprocessing.Lab.Tests.Export.SampleNotebooks;

namespace Multiprocessing.Lab.Tests.Export;

/// <summary>By themselves: they compare times.</summary>
[CollectionDefinition(nameof(GrowthSpecs), DisableParallelization = true)]
[Collection(nameof(GrowthSpecs))]
public sealed class GrowthSpecs : IDisposable
{
    /// <summary>Eight times the work may take eight times the time and four times that on a bad day; were it quadratic, it would take 64.</summary>
    private const int Factor = 8;
    private const double Most = 32;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 240_000)]
    public void Exporting_takes_time_in_proportion_to_the_cells() =>
        AssertLinear(
            2_000,
            count =>
            {
                var notebook = Write(_folder, $"n{count}.ipynb", [.. Cells(count)]);
                return () => SiteExporter.Write([notebook], _folder.Path + "/site");
            }
        );

    [Fact(Timeout = 240_000)]
    public void Exporting_takes_time_in_proportion_to_the_rows_of_a_table() =>
        AssertLinear(
            4_000,
            count =>
            {
                var rows = string.Concat(Enumerable.Repeat("<tr><td>1</td></tr>", count));
                var output = Shown("text/html", $"<table>{rows}</table>");
                var notebook = Write(_folder, $"t{count}.ipynb", Code("1", output));
                return () => SiteExporter.Write([notebook], _folder.Path + "/site");
            }
        );

    [Fact(Timeout = 240_000)]
    public void Exporting_takes_time_in_proportion_to_the_pieces_of_a_stream() =>
        AssertLinear(
            5_000,
            count =>
            {
                var pieces = Enumerable.Repeat(new StreamOutput("stdout", "a line\n"), count);
                var notebook = Write(_folder, $"s{count}.ipynb", Code("1", [.. pieces]));
                return () => SiteExporter.Write([notebook], _folder.Path + "/site");
            }
        );

    [Fact(Timeout = 240_000)]
    public void Saving_on_one_line_takes_time_in_proportion_to_the_cells() =>
        AssertLinear(
            4_000,
            count =>
            {
                // No line break anywhere, as some programs write notebooks.
                var notebook = Write(_folder, $"w{count}.ipynb", [.. Cells(count)]);
                Assert.DoesNotContain('\n', File.ReadAllText(notebook.Path));
                foreach (var cell in notebook.Cells.Where(c => c.Kind == CellKind.Code))
                    cell.Record(1, [new StreamOutput("stdout", "new\n")]);
                return () => notebook.ToBytes();
            }
        );

    [Fact(Timeout = 240_000)]
    public void Converting_takes_time_in_proportion_to_the_cells_though_all_be_the_same() =>
        AssertLinear(
            16_000,
            count =>
            {
                var text = string.Concat(Enumerable.Repeat("#!csharp\n\n1\n\n", count));
                return () => DibConversion.ToIpynb(DibReader.Read("n.dib", text));
            }
        );

    private static IEnumerable<JsonObject> Cells(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i =>
                i % 4 == 0
                    ? Prose("# Same\n\nA [link](#same) and $x_1$.")
                    : Code("var x = 1;", new StreamOutput("stdout", "1\n"))
            );

    private static void AssertLinear(int size, Func<int, Action> prepare)
    {
        var few = prepare(size);
        var many = prepare(size * Factor);
        few();
        var brief = Best(few);
        var lasting = Best(many);
        Assert.True(
            lasting < brief * Most,
            $"{size}: {brief.TotalMilliseconds} ms, {size * Factor}: {lasting.TotalMilliseconds} ms"
        );
    }

    /// <summary>The shortest of some: what else the machine does only adds.</summary>
    private static TimeSpan Best(Action work) =>
        Enumerable
            .Range(0, 3)
            .Select(_ =>
            {
                var watch = Stopwatch.StartNew();
                work();
                return watch.Elapsed;
            })
            .Min();
}

using System.Globalization;
using System.Text.Json;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>A notebook of cells that do nothing but print, run by <c>mplab run</c>.</summary>
internal static class LabRun
{
    private const int Cells = 31;
    private const string Lab = "mplab run";
    private static readonly Figure s_first = new("start to the first cell's output", Unit.Seconds);
    private static readonly Figure s_further = new("a further cell, median", Unit.Seconds);

    public static Match Match { get; } =
        new("lab-run", "mplab run of a notebook of 31 trivial cells", Prepare)
        {
            NeedsCores = false,
        };

    private static Plan Prepare(Stage stage)
    {
        string notebook = Path.Combine(stage.Own(new TemporaryFolder()).Path, "trivial.ipynb");
        File.WriteAllText(notebook, Notebook());
        return new Plan(
            [new Contender(Lab, () => Measure(notebook))],
            [
                new(new(Lab, s_first), null) { AtMost = 2 },
                new(new(Lab, s_further), null) { AtMost = 0.05 },
            ]
        );
    }

    private static Dictionary<Figure, double> Measure(string notebook)
    {
        double? first = null;
        List<double> starts = [];
        LabProgram.Run(
            ["run", notebook],
            (line, seconds) =>
            {
                if (line.Contains(": cell ", StringComparison.Ordinal))
                {
                    starts.Add(seconds);
                }
                else if (line.Contains("printed by 1", StringComparison.Ordinal))
                {
                    first ??= seconds;
                }
            }
        );
        if (first is null || starts.Count != Cells)
        {
            throw new InvalidOperationException(
                $"mplab run told of {starts.Count} cells, and the first one's output {(first is null ? "never came" : "came")}."
            );
        }

        // A cell starts when the one before has ended; the first two bring what is started once.
        return new()
        {
            [s_first] = first.Value,
            [s_further] = Statistics.Median(starts[1..].Zip(starts[2..], (a, b) => b - a)),
        };
    }

    private static string Notebook() =>
        JsonSerializer.Serialize(
            new
            {
                cells = Enumerable
                    .Range(1, Cells)
                    .Select(number => new
                    {
                        cell_type = "code",
                        execution_count = (int?)null,
                        id = string.Create(CultureInfo.InvariantCulture, $"cell-{number}"),
                        metadata = new { },
                        outputs = Array.Empty<object>(),
                        source = string.Create(
                            CultureInfo.InvariantCulture,
                            $"Console.WriteLine(\"printed by \" + {number});"
                        ),
                    }),
                metadata = new
                {
                    kernelspec = new
                    {
                        display_name = ".NET (C#)",
                        language = "C#",
                        name = ".net-csharp",
                    },
                },
                nbformat = 4,
                nbformat_minor = 5,
            }
        );
}

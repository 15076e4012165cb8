using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>All notebooks of this repository as pages, with the outputs that they hold.</summary>
internal static class LabExport
{
    private const string Lab = "mplab export --no-run";
    private static readonly Figure s_time = new("a notebook", Unit.Seconds);

    public static Match Match { get; } =
        new("lab-export", "mplab export of all notebooks with --no-run", Prepare)
        {
            NeedsCores = false,
        };

    private static Plan Prepare(Stage stage)
    {
        string notebooks = Path.Combine(ThisProgram.Repository, "notebooks");
        string output = stage.Own(new TemporaryFolder()).Path;
        int count = Directory.GetFiles(notebooks, "*.ipynb", SearchOption.AllDirectories).Length;
        return new Plan(
            [new Contender(Lab, () => new() { [s_time] = Seconds(notebooks, output) / count })],
            [new(new(Lab, s_time), null) { AtMost = 1 }]
        );
    }

    private static double Seconds(string notebooks, string output) =>
        Clock.Seconds(() =>
            LabProgram.Run(["export", notebooks, "--no-run", "--output", output], (_, _) => { })
        );
}

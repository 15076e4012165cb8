using Multiprocessing.Benchmarks.Growth;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Report;

/// <summary>The whole report as files beside this project: RESULTS.md and its charts.</summary>
internal static class Results
{
    private const string Charts = "charts";

    /// <summary>Writes it and returns RESULTS.md's path.</summary>
    public static string Write(string machine, IReadOnlyList<Finding> findings)
    {
        string folder = Path.Combine(ThisProgram.Repository, "tests", "Multiprocessing.Benchmarks");
        Directory.CreateDirectory(Path.Combine(folder, Charts));
        string[] sections = [.. findings.Select(finding => Sections.Of(finding) + Drawn(finding))];
        string path = Path.Combine(folder, "RESULTS.md");
        File.WriteAllText(
            path,
            $"""
            # Results

            Written by `dotnet run -c Release --project tests/Multiprocessing.Benchmarks`; what the words mean, how it is measured
            and what the curves show stands in [README.md](README.md).

            {machine}

            ## Goals

            {GoalTable.Of(findings)}
            ## Figures

            {string.Join("\n", sections)}
            """
        );
        return path;

        string Drawn(Finding finding) =>
            finding is CurveFinding curve
                ? string.Concat(
                    curve
                        .Quantities.Select(quantity => quantity.Figure)
                        .Distinct()
                        .Select((figure, i) => Draw(curve, figure, i))
                )
                : "";

        string Draw(CurveFinding curve, Figure figure, int number)
        {
            string name = $"{Charts}/{curve.Work.Name}{(number == 0 ? "" : $"-{number + 1}")}.svg";
            File.WriteAllText(Path.Combine(folder, name), LineChart.Of(curve, figure));
            return $"\n![{curve.Work.Title}: {figure.Name}]({name})\n";
        }
    }
}

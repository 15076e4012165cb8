using Multiprocessing.Lab.Documents;
using Multiprocessing.Tests.Cells;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>The ways to write a function that <see cref="TravellingCases"/> holds, as cells of the original.</summary>
public class TravellingSpecs
{
    private static readonly string s_prelude = $"""
        #r "{Path.Combine(Repository.Root, "artifacts", "notebook", "Multiprocessing.dll")}"
        using System.Threading;
        using Multiprocessing;
        static string Text<T>(IEnumerable<T> results) => string.Join(",", results);
        var pool = new ProcessPool(2);
        """;

    [Fact(Timeout = 180_000)]
    public async Task A_cells_function_runs_in_a_worker_of_the_original()
    {
        using var kernel = await OriginalKernel.StartAsync(Path.GetTempPath());
        Assert.Empty(OriginalOutputs.Of(await kernel.SubmitAsync(s_prelude, "csharp")));
        var problems = new List<string>();
        foreach (var travelling in TravellingCases.All)
        {
            IReadOnlyList<Output> outputs = [];
            foreach (var cell in travelling.Cells)
                outputs = OriginalOutputs.Of(await kernel.SubmitAsync(cell, "csharp"));
            if (Text(outputs) != travelling.Expected)
                problems.Add($"{travelling.Name}: {string.Join(" ", outputs)}");
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        await kernel.EndAsync();
    }

    private static string? Text(IReadOnlyList<Output> outputs) =>
        ShownValue.Of(outputs).SingleOrDefault()?.Data.GetValueOrDefault(ShownValue.Plain);
}

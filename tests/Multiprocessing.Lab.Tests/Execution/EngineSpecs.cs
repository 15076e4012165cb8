using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp;

namespace Multiprocessing.Lab.Tests.Execution;

public class EngineSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task Engines_that_start_at_the_same_time_keep_out_of_each_others_way()
    {
        var engines = Enumerable
            .Range(0, 3)
            .Select(_ => new CSharpEngine(Directory.GetCurrentDirectory()))
            .ToList();
        string[] cells =
        [
            "var numbers = new[] { 1, 2 };",
            "Action show = () => numbers.Select(n => n).Display();",
        ];
        foreach (var cell in cells)
        {
            var outcomes = await Task.WhenAll(
                engines.Select(engine => Task.Run(() => engine.RunAsync("cell 1", cell)))
            );
            Assert.All(outcomes, outcome => Assert.Null(outcome.Error?.Message));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_that_comes_too_late_for_its_cell_does_not_stop_the_next()
    {
        var engine = new CSharpEngine(Directory.GetCurrentDirectory());
        var next = engine.RunAsync(
            "cell 2",
            """
            AppContext.SetData("next cell", "runs");
            System.Threading.Thread.Sleep(500);
            "whole"
            """,
            () => false // it is the cell before that was to stop
        );
        while (AppContext.GetData("next cell") is null)
            await Task.Delay(1);
        engine.Stop();
        var outcome = await next;
        Assert.Equal((CellStatus.Succeeded, "whole"), (outcome.Status, outcome.Value));
    }
}

using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Tests.Execution;

public class ProgressSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_library_that_knows_no_host_shows_a_value_and_replaces_it()
    {
        var run = await NotebookRun.OfAsync(
            """
            var display = (Func<object, string[], Action<object>>)AppContext.GetData("Multiprocessing.Display");
            var update = display("0 %", new[] { "text/plain" });
            Console.WriteLine("between");
            update("100 %");
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("100 %", Assert.IsType<DisplayOutput>(run.Outputs[0][0]).Data["text/plain"]);
        Assert.Equal("between\n", run.Text(0));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_progress_bar_stands_above_what_the_call_prints_and_ends_with_its_last_state()
    {
        var library = Path.Combine(Repository.Root, "artifacts", "notebook", "Multiprocessing.dll");
        var run = await NotebookRun.OfAsync(
            $$"""
            #r "{{library}}"
            using Multiprocessing;
            var pool = new ProcessPool(2);
            """,
            """
            var squares = pool.Map(n => { Console.WriteLine(n); System.Threading.Thread.Sleep(50); return n; }, Enumerable.Range(0, 8), progress: true);
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        var shown = Assert.IsType<DisplayOutput>(run.Outputs[1][0]).Data;
        Assert.StartsWith(
            "100 %, 8 of 8 items, in ",
            shown["text/plain"],
            StringComparison.Ordinal
        );
        Assert.Contains("aria-valuenow=\"100\"", shown["text/html"], StringComparison.Ordinal);
        Assert.Single(run.Outputs[1].OfType<DisplayOutput>());
    }
}

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
}

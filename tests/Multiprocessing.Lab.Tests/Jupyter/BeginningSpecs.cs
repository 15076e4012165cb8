using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

public class BeginningSpecs
{
    /// <remarks>Several kernels: whether the session's preparations and the first cell meet is a matter of chance.</remarks>
    [Fact(Timeout = 120_000)]
    public async Task Cells_that_come_while_the_session_still_gets_ready_run_as_any_other()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var kernel = await RunningKernel.StartAsync();
            var cells = Enumerable
                .Range(0, 6)
                .Select(n =>
                    kernel.Client.Execute($"var v{n} = {n}; display(HTML(\"<b>{n}</b>\"));")
                )
                .ToList();
            foreach (var cell in cells)
            {
                await cell.EndAsync();
                Assert.Empty(cell.Of("error"));
                Assert.Single(cell.Of("display_data"));
            }
        }
    }
}

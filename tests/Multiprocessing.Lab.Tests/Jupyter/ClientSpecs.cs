namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Several clients of one kernel, and clients that go away.</summary>
public class ClientSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task Each_of_two_clients_gets_its_own_replies_and_both_hear_all_that_is_published()
    {
        await using var other = await kernel.ConnectAsync();
        var cells = Enumerable
            .Range(0, 10)
            .Select(n => (kernel.Client.Execute($"{n}"), other.Execute($"{100 + n}")))
            .ToList();
        foreach (var (n, (mine, theirs)) in cells.Index())
        {
            await mine.EndAsync();
            await theirs.EndAsync();
            Assert.Equal(($"{n}", $"{100 + n}"), (mine.Result, theirs.Result));
            Assert.Equal((1, 1), (mine.ReplyCount, theirs.ReplyCount));
        }
        foreach (var (mine, theirs) in cells)
        {
            foreach (var id in (string[])[mine.Id, theirs.Id])
            {
                await other.Published.FirstAsync(m => m.ParentId == id && m.IsStatus("idle"));
                await kernel.Client.Published.FirstAsync(m =>
                    m.ParentId == id && m.IsStatus("idle")
                );
            }
            Assert.Equal(Heard(kernel.Client, theirs.Id), Heard(other, theirs.Id));
            Assert.Equal(Heard(kernel.Client, mine.Id), Heard(other, mine.Id));
        }
        Assert.Empty(kernel.Client.Unasked.All.Concat(other.Unasked.All));
        Assert.Empty(other.Faults);

        static IEnumerable<string> Heard(KernelClient client, string id) =>
            client.Published.All.Where(m => m.ParentId == id).Select(m => m.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_whose_client_goes_away_runs_to_its_end()
    {
        var gone = await kernel.ConnectAsync();
        var cell = gone.Execute(
            "Console.WriteLine(\"on\"); System.Threading.Thread.Sleep(500); var left = 3;"
        );
        await cell.SaysAsync("on");
        await gone.DisposeAsync();
        await kernel.Client.Published.FirstAsync(m => m.ParentId == cell.Id && m.IsStatus("idle"));
        Assert.Equal("3", (await kernel.Client.RunAsync("left")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_question_whose_client_goes_away_can_be_stopped_by_another_client()
    {
        var gone = await kernel.ConnectAsync();
        var cell = gone.Execute("input(\"anybody?\")");
        await gone.Asked.FirstAsync(message => message.ParentId == cell.Id);
        await gone.DisposeAsync();
        var next = kernel.Client.Execute("Console.ReadLine()", new() { ["stop_on_error"] = false });
        await kernel.Client.InterruptAsync();
        await kernel.Client.Published.FirstAsync(m => m.ParentId == cell.Id && m.IsStatus("idle"));
        Assert.Equal("aborted", (await next.EndAsync()).Text("status"));
        var asks = kernel.Client.Execute("Console.ReadLine()");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == asks.Id);
        kernel.Client.Answer("here");
        await asks.EndAsync();
        Assert.Equal("here", asks.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Clients_that_come_and_go_leave_the_kernel_as_it_was()
    {
        for (var n = 0; n < 20; n++)
        {
            await using var client = await kernel.ConnectAsync();
            client.Execute($"Console.WriteLine({n});");
        }
        Assert.Equal("1", (await kernel.Client.RunAsync("1")).Result);
    }
}

using System.Text;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What cells print and show arrives once, in order, and under the cell that started it.</summary>
public class OutputSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task A_hundred_thousand_lines_arrive_once_and_in_order_under_their_cell()
    {
        var cell = Client.Execute(
            "for (var n = 0; n < 100_000; n++) Console.WriteLine($\"line {n}\");"
        );
        var next = Client.Execute("Console.WriteLine(\"next\");");
        await next.EndAsync();
        var expected = new StringBuilder();
        for (var n = 0; n < 100_000; n++)
            expected.Append("line ").Append(n).Append('\n');
        Assert.True(expected.ToString() == cell.Text(), $"{cell.Text().Length} characters");
        Assert.Equal("next\n", next.Text());
        Assert.True(cell.Types.ToList().IndexOf("idle") == cell.Types.Count() - 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_display_of_50_MB_arrives_whole()
    {
        const int Length = 50_000_000;
        var cell = await Client.RunAsync(
            $"display(HTML(\"<!--\" + new string('x', {Length}) + \"-->\"), \"text/html\");"
        );
        var shown = Assert.Single(cell.Of("display_data")).Data("text/html");
        Assert.Equal(Length + 7, shown.Length);
        Assert.Equal("1", (await Client.RunAsync("1")).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_diagram_arrives_as_Markdown_and_as_its_source_as_well()
    {
        var cell = await Client.RunAsync("#!mermaid\ngraph TD; A-->B");
        var shown = Assert.Single(cell.Of("display_data"));
        Assert.Equal("```mermaid\ngraph TD; A-->B\n```", shown.Data("text/markdown"));
        Assert.Equal("graph TD; A-->B", shown.Data());
        Assert.Equal("graph TD; A-->B", shown.Data("text/vnd.mermaid"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("while (true) \"x\".DisplayAs(\"text/plain\");")]
    [InlineData("var shown = display(0); for (var n = 1; ; n++) shown.Update(n);")]
    [InlineData("while (true) clear_output();")]
    public async Task A_cell_that_shows_without_end_waits_for_what_it_showed_and_lets_a_stop_through(
        string code
    )
    {
        var cell = Client.Execute(code);
        var seen = 0;
        await cell.Published.FirstAsync(_ => ++seen == 20_000);
        Assert.Equal("ok", (await Client.InterruptAsync()).Text("status"));
        await cell.EndAsync();
        Assert.Equal("Interrupted", cell.Error.Text("ename"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Output_of_queued_cells_stays_with_each()
    {
        var cells = Enumerable
            .Range(0, 30)
            .Select(n =>
                Client.Execute(
                    $"for (var i = 0; i < 200; i++) {{ Console.WriteLine(\"{n}\"); Console.Error.WriteLine(\"e{n}\"); }} display({n});"
                )
            )
            .ToList();
        foreach (var (n, cell) in cells.Index())
        {
            await cell.EndAsync();
            Assert.Equal(string.Concat(Enumerable.Repeat($"{n}\n", 200)), cell.Text());
            Assert.Equal(string.Concat(Enumerable.Repeat($"e{n}\n", 200)), cell.Text("stderr"));
            Assert.Equal($"{n}", Assert.Single(cell.Of("display_data")).Data());
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        "_ = Task.Run(async () => { while (!go) await Task.Delay(1); Console.Write(\"late\"); display(\"late\"); });"
    )]
    [InlineData(
        "new Thread(() => { while (!go) Thread.Sleep(1); Console.Write(\"late\"); display(\"late\"); }).Start();"
    )]
    [InlineData(
        "new Timer(_ => { if (go) { go = false; Console.Write(\"late\"); display(\"late\"); } }, null, 1, 1)"
    )]
    [InlineData(
        "async Task Late() { while (!go) await Task.Delay(1); Console.Write(\"late\"); display(\"late\"); }\n_ = Late();"
    )]
    public async Task Late_work_prints_under_the_cell_that_started_it(string start)
    {
        await Client.RunAsync("using System.Threading; var go = false;");
        var first = await Client.RunAsync("go = false;\n" + start);
        Assert.Empty(first.Of("error"));
        var second = Client.Execute("Console.Write(\"early\"); go = true; Thread.Sleep(300);");
        await first.SaysAsync("late");
        await first.Published.FirstAsync(message => message.Is("display_data"));
        await second.EndAsync();
        Assert.Equal("early", second.Text());
        Assert.Empty(second.Of("display_data"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_was_not_waited_for_prints_under_the_cell_that_started_it()
    {
        await Client.RunAsync(Library.Load);
        var signal = Path.Combine(kernel.Process.Folder, "go");
        var first = await Client.RunAsync(
            $$"""
            var worker = new WorkerProcess(() =>
            {
                Console.WriteLine("first");
                while (!System.IO.File.Exists("{{signal}}")) Thread.Sleep(5);
                Console.WriteLine("late");
            });
            worker.Start();
            """
        );
        Assert.Empty(first.Of("error"));
        await first.SaysAsync("first\n");
        var second = await Client.RunAsync(
            $"System.IO.File.WriteAllText(\"{signal}\", \"\"); Console.WriteLine(\"second\"); worker.Join();"
        );
        await first.SaysAsync("late\n");
        Assert.Equal("second\n", second.Text());
        Assert.Equal("first\nlate\n", first.Text());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pools_workers_print_under_the_cell_that_maps_not_under_the_one_that_made_the_pool()
    {
        await Client.RunAsync(Library.Load);
        var made = await Client.RunAsync("var pool = new ProcessPool(2);");
        var mapped = await Client.RunAsync("pool.ForEach(n => Console.WriteLine(n), [7, 7]);");
        var again = await Client.RunAsync(
            "pool.ForEach(n => Console.WriteLine(n), [8, 8]); pool.Dispose();"
        );
        Assert.Equal("", made.Text());
        Assert.Equal("7\n7\n", mapped.Text());
        Assert.Equal("8\n8\n", again.Text());
    }

    private KernelClient Client => kernel.Client;
}

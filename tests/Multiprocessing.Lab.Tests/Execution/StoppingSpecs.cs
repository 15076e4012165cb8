using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>By itself: a cell has two seconds to stop, which beside the other tests' compilers can be too few.</summary>
[CollectionDefinition(nameof(StoppingSpecs), DisableParallelization = true)]
[Collection(nameof(StoppingSpecs))]
public class StoppingSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task A_cell_that_takes_too_long_is_stopped_and_the_variables_survive()
    {
        var run = await RunAsync(
            "var kept = 5;",
            "Console.WriteLine(\"begun\");\nSystem.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);",
            "while (true) ;",
            "await Task.Delay(1);\nwhile (true) ;",
            "await Task.Delay(1);\nSystem.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);",
            "await new TaskCompletionSource().Task;",
            "Task.Run(() => System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite)).Wait();",
            "lock (new object()) { new System.Threading.ManualResetEvent(false).WaitOne(); }",
            "kept"
        );
        for (var cell = 1; cell <= 7; cell++)
        {
            Assert.Equal("Timeout", run.Error(cell).Name);
            Assert.True(
                run.Outputs[8].Count > 0,
                $"{string.Join("\n", run.Problems)}\n{run.Text(cell, "stderr")}"
            );
            Assert.Equal("Stopped after 1 s (--timeout).", run.Error(cell).Value);
        }
        Assert.Equal("begun\n", run.Text(1));
        Assert.Equal("5", run.Value(8));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_cannot_be_stopped_is_killed_and_what_it_printed_is_kept()
    {
        var run = await RunAsync(
            "Console.WriteLine(\"before\");\ntry { } finally { System.Threading.Thread.Sleep(1); while (true) ; }",
            "1"
        );
        Assert.Equal("before\n", run.Text(0));
        Assert.Equal("Timeout", run.Error(0).Name);
        Assert.Contains("its session was killed", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Empty(run.Outputs[1]);
        Assert.Contains("1 more cell did not run", run.Problems[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_prints_without_end_is_stopped()
    {
        var run = await RunAsync("while (true) Console.WriteLine(\"again\");", "1");
        Assert.Equal("Timeout", run.Error(0).Name);
        Assert.StartsWith("again\nagain\n", run.Text(0), StringComparison.Ordinal);
        Assert.Equal("1", run.Value(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_more_text_than_anybody_reads_the_beginning_is_kept_and_the_rest_is_said_to_be_missing()
    {
        var run = await NotebookRun.OfAsync(
            "var line = new string('x', 999_999);\nfor (var i = 0; i < 20; i++) Console.WriteLine(line);",
            "1"
        );
        Assert.InRange(run.Text(0).Length, 15_000_000, 16_000_000);
        Assert.Contains("more than the 16 million characters", run.Text(0, "stderr"));
        Assert.Equal("1", run.Value(1));
    }

    private static async Task<NotebookRun> RunAsync(params string[] cells)
    {
        using var folder = new TemporaryFolder();
        return await NotebookRun.InAsync(
            folder,
            new(TimeSpan.FromSeconds(1), KeepGoing: true),
            cells
        );
    }
}

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class HelpWhileRunningSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Help_comes_while_a_cell_runs_and_knows_it_when_it_has_run()
    {
        await using var session = new HelpedSession();
        var gate = Path.Combine(session.Folder.Path, "gate");
        await session.RunAsync($"var gate = @\"{gate}\"; var before = 1;");
        var running = session.RunAsync(
            "while (!System.IO.File.Exists(gate)) System.Threading.Thread.Sleep(1);\nvar after = 2;"
        );
        Assert.Equal("before", Assert.Single(await session.TextsAsync("befor$$")));
        Assert.DoesNotContain("after", await session.TextsAsync("aft$$"));
        Assert.Contains("Value: 1", await session.PlainAsync("befo$$re"), StringComparison.Ordinal);
        Assert.False(running.IsCompleted);

        session.Folder.Write("gate", "");
        await running;
        Assert.Contains("after", await session.TextsAsync("aft$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_fails_leaves_what_it_had_declared()
    {
        await using var session = new HelpedSession();
        await session.Engine.RunAsync("cell 1", "var kept = 1; throw new Exception();");
        await session.Engine.RunAsync("cell 2", "var neverCompiled = nothing;");
        Assert.Contains("kept", await session.TextsAsync("kep$$"));
        Assert.DoesNotContain("neverCompiled", await session.TextsAsync("never$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Packages_that_a_cell_added_are_known()
    {
        await using var session = new HelpedSession();
        Assert.Empty(await session.TextsAsync("Xunit.FactA$$"));
        session.Engine.AddReferences([typeof(FactAttribute).Assembly.Location]);
        Assert.Contains("FactAttribute", await session.TextsAsync("Xunit.FactA$$"));
        await session.RunAsync("using Xunit;");
        Assert.Contains("FactAttribute", await session.TextsAsync("new FactA$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_ask_at_once_while_cells_run()
    {
        await using var session = new HelpedSession();
        var askers = Enumerable
            .Range(0, 4)
            .Select(asker =>
                Task.Run(async () =>
                {
                    for (var i = 0; i < 10; i++)
                    {
                        var texts = await session.TextsAsync(
                            $"var own{asker} = {i}; own{asker}.CompareT$$"
                        );
                        Assert.Equal("CompareTo", Assert.Single(texts));
                        Assert.True(
                            (
                                await session.InspectAsync($"var own{asker} = {i}; ow$$n{asker}")
                            ).Found
                        );
                    }
                })
            )
            .ToList();
        for (var cell = 0; cell < 10; cell++)
            await session.RunAsync($"var cell{cell} = {cell};");
        await Task.WhenAll(askers);
        Assert.Contains("cell9", await session.TextsAsync("cell$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_that_is_no_longer_wanted_stops()
    {
        await using var session = new HelpedSession();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.Help.CompleteAsync("Console.", 8, cancellation.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.Help.InspectAsync("Console.Beep", 10, 0, cancellation.Token)
        );
        Assert.Contains("Beep", await session.TextsAsync("Console.$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_session_that_is_never_asked_does_without_the_editors_services()
    {
        var run = await NotebookRun.OfAsync(
            "var number = 1;\nnumber",
            """
            string.Join(",", AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name).Where(name => name.EndsWith(".Features")))
            """
        );
        Assert.Equal("", run.Value(1));
        Assert.True(run.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cells_that_run_again_mean_what_they_meant_last()
    {
        await using var session = new HelpedSession();
        await session.RunAsync(
            "class Box { public int Old; }\nvar box = new Box(); var thing = 1;"
        );
        Assert.Contains("Old", await session.TextsAsync("box.$$"));
        await session.RunAsync("var other = box;");
        await session.RunAsync("thing + 1");
        await session.RunAsync("var thing = 2;");
        Assert.Contains("CompareTo", await session.TextsAsync("thing.$$"));
        Assert.Contains("Value: 2", await session.PlainAsync("thi$$ng"), StringComparison.Ordinal);
        await session.RunAsync("var thing = \"now text\";");
        Assert.Contains("Length", await session.TextsAsync("thing.$$"));
        await session.RunAsync("var thing = 2;");
        Assert.DoesNotContain("Length", await session.TextsAsync("thing.$$"));

        await session.RunAsync("class Box { public int New; }");
        Assert.Contains("Old", await session.TextsAsync("box.$$"));
        await session.RunAsync("var box = new Box();");
        Assert.Contains("New", await session.TextsAsync("box.$$"));
        Assert.Contains("Old", await session.TextsAsync("other.$$"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Parts_of_one_cell_are_told_apart()
    {
        await using var session = new HelpedSession();
        await session.Engine.RunAsync("cell 1", "var first = 1;");
        await session.Engine.RunAsync("cell 1", "var second = first;");
        Assert.Contains("CompareTo", await session.TextsAsync("first.Comp$$"));
        Assert.Contains("CompareTo", await session.TextsAsync("second.Comp$$"));
        Assert.Contains(
            "Declared in cell 1, line 1",
            await session.PlainAsync("sec$$ond", detailLevel: 1),
            StringComparison.Ordinal
        );
    }
}

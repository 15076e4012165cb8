using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Execution;

namespace Multiprocessing.Lab.Tests.Polyglot;

/// <summary>What cells do with the kernel that runs them.</summary>
public class KernelSpecs
{
    private const string Using = """
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        using Microsoft.DotNet.Interactive.Events;
        using Microsoft.DotNet.Interactive.Formatting;

        """;

    [Fact(Timeout = 60_000)]
    public async Task A_cell_runs_code_in_the_kernels_there_are()
    {
        var run = await NotebookRun.OfAsync(
            Using
                + """
                await Kernel.Root.SubmitCodeAsync("#!html\n<b>bold</b>");
                var result = await Kernel.Root.SendAsync(new SubmitCode("1 + 1", "csharp"));
                result.Events.OfType<ReturnValueProduced>().Single().Value
                """,
            "string.Join(\" \", ((CompositeKernel)Root).ChildKernels.Select(kernel => kernel.Name))"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(
            ["<b>bold</b>", "2"],
            run.Outputs[0]
                .OfType<DisplayOutput>()
                .Select(shown =>
                    shown.Data.GetValueOrDefault("text/html") ?? shown.Data["text/plain"]
                )
        );
        Assert.Equal("2", run.Value(0));
        Assert.Equal("csharp html javascript", run.Value(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_hears_of_the_kernels_events_and_publishes_its_own()
    {
        var run = await NotebookRun.OfAsync(
            Using
                + """
                var seen = new List<string>();
                Kernel.Root.KernelEvents.Subscribe(happened => seen.Add(happened.GetType().Name));
                """,
            "display(1);\n2",
            """
            var context = KernelInvocationContext.Current;
            context.Publish(new DisplayedValueProduced(null, context.Command, new[] { new FormattedValue("text/markdown", "*own*") }));
            string.Join(" ", seen.Where(name => name.Contains("Value")))
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(
            "*own*",
            run.Outputs[2].OfType<DisplayOutput>().Single().Data["text/markdown"]
        );
        Assert.StartsWith(
            "DisplayedValueProduced ReturnValueProduced",
            run.Value(2),
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_fault_in_what_a_cell_submits_is_told_and_leaves_the_cell_running()
    {
        var run = await NotebookRun.OfAsync(
            Using + "await Kernel.Root.SubmitCodeAsync(\"inner!\");\n\"on\""
        );
        Assert.Equal("on", run.Value(0));
        Assert.Contains("inner", run.Text(0, "stderr"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Asking_where_nobody_answers_says_so()
    {
        var run = await NotebookRun.OfAsync("await GetInputAsync(\"Which city?\")");
        Assert.Contains("\"Which city?\"", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Contains("assign the value", run.Error(0).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_cell_registered_for_its_stop_may_throw()
    {
        using var folder = new TemporaryFolder();
        var run = await NotebookRun.InAsync(
            folder,
            new(TimeSpan.FromSeconds(2), KeepGoing: true),
            "var kept = 42;",
            Using
                + """
                KernelInvocationContext.Current.CancellationToken.Register(() => throw new InvalidOperationException("sour"));
                await Task.Delay(-1);
                """,
            "kept"
        );
        Assert.Equal("42", run.Value(2));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stopped_cell_finds_its_token_cancelled()
    {
        using var folder = new TemporaryFolder();
        var run = await NotebookRun.InAsync(
            folder,
            new(TimeSpan.FromSeconds(2), KeepGoing: true),
            Using
                + """
                KernelInvocationContext.Current.CancellationToken.Register(() => AppContext.SetData("noticed", true));
                await Task.Delay(-1, KernelInvocationContext.Current.CancellationToken);
                """,
            "AppContext.GetData(\"noticed\")"
        );
        Assert.Equal("True", run.Value(1));
    }
}

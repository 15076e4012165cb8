using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Processes;

[Collection(CapturedConsole.Collection)]
public class ArgumentSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_function_gets_the_arguments_it_was_started_with()
    {
        using var console = new CapturedConsole();
        WorkerProcess[] processes =
        [
            WorkerProcess.StartNew(Say, 1),
            WorkerProcess.StartNew(SayBoth, 2, "two"),
            WorkerProcess.StartNew(SayAsync, "3 three"),
            WorkerProcess.StartNew(SayBothAsync, 4, "four", name: "fourth"),
            WorkerProcess.StartNew(n => Console.WriteLine(n + 1), 4),
            WorkerProcess.StartNew(async n => await SayAsync($"{n} six"), 6),
            WorkerProcess.StartNew((a, b) => Console.WriteLine(a + b), 3, 4),
            WorkerProcess.StartNew(
                async (a, b) =>
                {
                    await Task.Yield();
                    Console.WriteLine($"{a} {b.Count}");
                },
                8,
                new List<int> { 1, 2 }
            ),
        ];
        foreach (WorkerProcess process in processes)
        {
            await process.JoinAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }

        Assert.Equal("fourth", processes[3].Name);
        Assert.Equal(
            ["1", "2 two", "3 three", "4 four", "5", "6 six", "7", "8 2"],
            console.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_text_is_an_argument_where_the_function_takes_one_and_else_a_name()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess argument = WorkerProcess.StartNew(Console.WriteLine, "hello");
        await using WorkerProcess name = WorkerProcess.StartNew(() => { }, "hello");
        argument.Join();
        name.Join();
        Assert.Equal("hello\n", console.Out);
        Assert.Equal("hello", name.Name);
        Assert.StartsWith("WorkerProcess-", argument.Name, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_argument_travels_as_it_was_at_the_start()
    {
        using var console = new CapturedConsole();
        var list = new List<int> { 1, 2, 3 };
        await using WorkerProcess process = WorkerProcess.StartNew(
            numbers => Console.WriteLine(numbers.Sum()),
            list
        );
        list.Add(100);
        process.Join();
        Assert.Equal("6\n", console.Out);
    }

    [Fact(Timeout = 60_000)]
    public void An_argument_that_cannot_travel_is_refused_at_once()
    {
        using var pool = ProcessPool.InProcess();
        var e = Assert.Throws<NotSerializableException>(() =>
            WorkerProcess.StartNew(_ => { }, pool)
        );
        Assert.StartsWith(
            "the function → argument (ProcessPool)",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentNullException>(() => WorkerProcess.StartNew((Action<int>)null!, 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Functions_of_a_cell_take_arguments_too()
    {
        using var console = new CapturedConsole();
        var session = new CellSession();
        await session.Run(
            """
            void Greet(string name) => Console.WriteLine($"hello {name}");
            async Task Count(int from, int to) { await Task.Yield(); Console.WriteLine(to - from); }
            """
        );
        await session.Run(
            """
            WorkerProcess.StartNew(Greet, "bob").Join();
            WorkerProcess.StartNew(Count, 3, 10).Join();
            WorkerProcess.StartNew(async n => { await Task.Yield(); Console.WriteLine(n * n); }, 5).Join();
            WorkerProcess.StartNew(name => Greet(name), "eve").Join();
            WorkerProcess.StartNew(() => Greet("zoe"), "name").Join();
            """
        );
        Assert.Equal("hello bob\n7\n25\nhello eve\nhello zoe\n", console.Out);
    }

    private static void Say(int number) => Console.WriteLine(number);

    private static void SayBoth(int number, string text) => Console.WriteLine($"{number} {text}");

    private static async Task SayAsync(string text)
    {
        await Task.Delay(1);
        Console.WriteLine(text);
    }

    private static async Task SayBothAsync(int number, string text)
    {
        await Task.Delay(1);
        SayBoth(number, text);
    }
}

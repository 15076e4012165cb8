using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

public class CSharpCellSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Cells_see_what_earlier_cells_declared()
    {
        var run = await NotebookRun.OfAsync(
            "int Square(int n) => n * n;\nrecord Point(int X, int Y);",
            "var point = new Point(Square(3), 4);",
            "point.X + point.Y"
        );
        Assert.Equal("13", run.Value(2));
        Assert.True(run.Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_awaits_at_its_top_level()
    {
        var run = await NotebookRun.OfAsync(
            "await Task.Delay(10);\nvar n = await Task.Run(() => 41);\nn + 1"
        );
        Assert.Equal("42", run.Value(0));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_may_block_on_what_an_await_continues()
    {
        var run = await NotebookRun.OfAsync(
            "async Task<int> Later() { await Task.Delay(5); await Task.Yield(); return 7; }\nLater().Result"
        );
        Assert.Equal("7", run.Value(0));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_usual_namespaces_are_there_and_System_IO_is_not()
    {
        var run = await NotebookRun.OfAsync(
            "new StringBuilder().Append(new List<int> { 1 }.Select(n => n + 1).Single()).ToString()",
            "ArrayList list = new(); list.Count",
            "File.Exists(\"x\")"
        );
        Assert.Equal("2", run.Value(0));
        Assert.Equal("0", run.Value(1));
        Assert.Contains("'File' does not exist", run.Error(2).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_compiler_error_names_line_and_column_of_the_cell()
    {
        var run = await NotebookRun.OfAsync("var fine = 1;\nint x = nowhere;\nalso();");
        var error = run.Error(0);
        Assert.Equal("CompilationError", error.Name);
        Assert.Equal(
            "(2,9): error CS0103: The name 'nowhere' does not exist in the current context",
            error.Value
        );
        Assert.Equal(2, error.Traceback.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exception_shows_the_users_frames_by_cell_and_line_and_no_others()
    {
        var run = await NotebookRun.OfAsync(
            "int Divide(int a, int b)\n{\n    return a / b;\n}",
            "var zero = 0;\nDivide(1, zero)",
            "zero + 5"
        );
        var error = run.Error(1);
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("Attempted to divide by zero.", error.Value);
        Assert.Equal(
            [
                "System.DivideByZeroException: Attempted to divide by zero.",
                "   at Divide(Int32 a, Int32 b) in cell 1, line 3",
                "   at cell 2, line 2",
            ],
            error.Traceback
        );
        // What the failed cell had assigned is there.
        Assert.Equal("5", run.Value(2));
    }

    [Fact(Timeout = 60_000)]
    public async Task Paths_are_relative_to_the_notebook()
    {
        using var folder = new TemporaryFolder();
        folder.Write("helpers.csx", "int Twice(int n) => 2 * n;");
        folder.Write("sub/data.txt", "from the file");
        var library = System.IO.Path.Combine(folder.Path, "sub", "Library.dll");
        File.Copy(typeof(FactAttribute).Assembly.Location, library);
        var run = await NotebookRun.InAsync(
            folder,
            new(null, KeepGoing: false),
            "#load \"helpers.csx\"\nTwice(4)",
            "System.IO.File.ReadAllText(\"sub/data.txt\")",
            "#r \"sub/Library.dll\"\ntypeof(Xunit.FactAttribute).Name",
            "#r \"sub/Missing.dll\""
        );
        Assert.Equal("8", run.Value(0));
        Assert.Equal("from the file", run.Value(1));
        Assert.Equal("FactAttribute", run.Value(2));
        Assert.Contains("sub/Missing.dll", run.Error(3).Value, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_thread_prints_shows_under_the_cell_that_started_it_also_when_another_runs()
    {
        var run = await NotebookRun.OfAsync(
            """
            var go = new System.Threading.ManualResetEventSlim();
            var thread = new System.Threading.Thread(() => { go.Wait(); Console.WriteLine("late"); });
            thread.Start();
            Console.WriteLine("first");
            Console.Error.WriteLine("fault");
            """,
            "go.Set(); thread.Join(); Console.Write(\"second\");"
        );
        Assert.Equal("first\nlate\n", run.Text(0));
        Assert.Equal("fault\n", run.Text(0, "stderr"));
        Assert.Equal("second", run.Text(1));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_printed_after_the_last_cell_is_kept()
    {
        var run = await NotebookRun.OfAsync(
            """
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("goodbye");
            Console.WriteLine("hello");
            """
        );
        Assert.Equal("hello\ngoodbye\n", run.Text(0));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_child_processes_print_shows_under_the_cell_that_ran_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses a shell");
        var run = await NotebookRun.OfAsync(
            "void Shell(string command) => System.Diagnostics.Process.Start(\"sh\", [\"-c\", command]).WaitForExit();",
            "Shell(\"echo one; echo two >&2\");",
            "Shell(\"printf '   at the start'\");",
            "Shell(\"cat\");\n1"
        );
        Assert.Equal("one\n", run.Text(1));
        Assert.Equal("two\n", run.Text(1, "stderr"));
        Assert.Equal("   at the start", run.Text(2));
        // Its input is at its end: nothing waits for someone to type.
        Assert.Equal("1", run.Value(3));
    }

    [Fact(Timeout = 60_000)]
    public async Task Reading_the_console_finds_the_end_of_input()
    {
        var run = await NotebookRun.OfAsync("Console.ReadLine() is null");
        Assert.Equal("True", run.Value(0));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lot_of_text_arrives_whole_and_in_order()
    {
        var run = await NotebookRun.OfAsync(
            "for (var i = 0; i < 200_000; i++) Console.WriteLine(i);"
        );
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}\n")),
            run.Text(0)
        );
        Assert.Single(run.Outputs[0].OfType<StreamOutput>());
    }
}

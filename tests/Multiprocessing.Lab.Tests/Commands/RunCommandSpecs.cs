using System.Text.Json.Nodes;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Commands;

public sealed class RunCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task In_place_stores_outputs_and_counts_in_the_notebook()
    {
        var path = NotebookFile.Write(
            _folder,
            "n.ipynb",
            "Console.WriteLine(\"hello\");",
            "",
            "6 * 7"
        );
        var result = await Mplab.RunAsync("run", path, "--in-place");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);

        var cells = JsonNode.Parse(File.ReadAllText(path))!["cells"]!;
        Assert.Equal(1, (int)cells[0]!["execution_count"]!);
        Assert.Equal("hello\n", (string)cells[0]!["outputs"]![0]!["text"]![0]!);
        Assert.Null(cells[1]!["execution_count"]);
        Assert.Equal(2, (int)cells[2]!["execution_count"]!);
        Assert.Equal("execute_result", (string)cells[2]!["outputs"]![0]!["output_type"]!);
    }

    [Fact(Timeout = 120_000)]
    public async Task Running_twice_gives_the_same_bytes()
    {
        var path = NotebookFile.Write(
            _folder,
            "n.ipynb",
            "display(new { A = 1, B = new[] { 2, 3 } });\nConsole.WriteLine(\"x\");\nnew { C = 4 }",
            "[markdown]text"
        );
        Assert.Equal(0, (await Mplab.RunAsync("run", path, "--in-place")).ExitCode);
        var first = File.ReadAllBytes(path);
        Assert.Equal(0, (await Mplab.RunAsync("run", path, "--in-place")).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_nothing_runs_not_a_byte_changes()
    {
        var text = NotebookFile.Json("", "  \n").ToJsonString().Replace(",", " ,\t");
        var path = _folder.Write("n.ipynb", text);
        Assert.Equal(0, (await Mplab.RunAsync("run", path, "--in-place")).ExitCode);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_names_no_place_changes_nothing_and_shows_what_cells_print()
    {
        var path = NotebookFile.Write(_folder, "n.ipynb", "Console.WriteLine(\"live\");");
        var before = File.ReadAllBytes(path);
        var result = await Mplab.RunAsync("run", path);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("live", result.Output, StringComparison.Ordinal);
        Assert.Contains("cell 1 of 1", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_runs_all_its_notebooks_and_copies_keep_their_places()
    {
        NotebookFile.Write(_folder, "in/a.ipynb", "var mine = 1; mine");
        // Each has a session, and a working directory, of its own.
        NotebookFile.Write(
            _folder,
            "in/sub/b.ipynb",
            "var mine = 2; System.IO.Path.GetFileName(Environment.CurrentDirectory)"
        );
        _folder.Write("in/.ipynb_checkpoints/old.ipynb", "not a notebook");
        var output = Path.Combine(_folder.Path, "out");

        var result = await Mplab.RunAsync(
            "run",
            Path.Combine(_folder.Path, "in"),
            "--output",
            output
        );
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"1\"", File.ReadAllText(Path.Combine(output, "a.ipynb")));
        Assert.Contains("\"sub\"", File.ReadAllText(Path.Combine(output, "sub", "b.ipynb")));
        Assert.DoesNotContain(
            "execute_result",
            File.ReadAllText(Path.Combine(_folder.Path, "in", "a.ipynb"))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_cell_is_named_the_rest_is_left_and_the_next_notebook_runs()
    {
        var bad = NotebookFile.Write(
            _folder,
            "bad.ipynb",
            "1",
            "\nint.Parse(\"x\"); // here\n",
            "Console.WriteLine(\"after\");"
        );
        var good = NotebookFile.Write(_folder, "good.ipynb", "Console.WriteLine(\"well\");");
        var result = await Mplab.RunAsync("run", bad, good, "--in-place");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            [
                $"{bad}: cell 2 (int.Parse(\"x\"); // here): System.FormatException: The input string 'x' was not in a correct format.",
                $"{bad}: 1 more cell did not run. With --keep-going they would.",
            ],
            result.ErrorLines
        );
        Assert.DoesNotContain("after", result.Output, StringComparison.Ordinal);
        Assert.Contains("well", result.Output, StringComparison.Ordinal);
        Assert.Contains("FormatException", File.ReadAllText(bad));
    }

    [Fact(Timeout = 60_000)]
    public async Task With_keep_going_the_cells_after_a_failed_one_run_too()
    {
        var path = NotebookFile.Write(
            _folder,
            "n.ipynb",
            "nowhere();",
            "Console.WriteLine(\"after\");"
        );
        var result = await Mplab.RunAsync("run", path, "--keep-going");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("after", result.Output, StringComparison.Ordinal);
        Assert.Contains("(1,1): error CS0103", Assert.Single(result.ErrorLines));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_past_its_time_is_stopped()
    {
        var path = NotebookFile.Write(_folder, "n.ipynb", "while (true) ;");
        var result = await Mplab.RunAsync("run", path, "--timeout", "0.5");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Stopped after 0.5 s (--timeout)", Assert.Single(result.ErrorLines));
    }
}

using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Commands;

public sealed class ConvertCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_notebook_goes_there_and_back_and_what_is_lost_is_said()
    {
        var path = NotebookFile.Write(
            _folder,
            "n.ipynb",
            "var x = 1;\nx",
            "[markdown]# T",
            "[html]<i/>"
        );
        var there = await Mplab.RunAsync("convert", path);
        Assert.Equal(0, there.ExitCode);
        Assert.Equal(
            $"{path}: 3 cell ids are not in the .dib, which cannot hold them.",
            Assert.Single(there.ErrorLines)
        );
        var dib = Path.Combine(_folder.Path, "n.dib");
        Assert.Contains(
            "\n#!csharp\n\nvar x = 1;\nx\n\n#!markdown\n\n# T\n",
            File.ReadAllText(dib)
        );

        var output = Path.Combine(_folder.Path, "out");
        var back = await Mplab.RunAsync("convert", dib, "--output", output);
        Assert.Equal(0, back.ExitCode);
        Assert.Empty(back.ErrorLines);
        Assert.Equal(
            Notebook.Load(path).Cells.Select(cell => (cell.Language, cell.Source)),
            Notebook.Load(Path.Combine(output, "n.ipynb")).Cells.Select(c => (c.Language, c.Source))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_there_is_replaced_only_by_force()
    {
        var dib = _folder.Write("n.dib", "#!csharp\n1");
        var target = _folder.Write("n.ipynb", "mine");
        var refused = await Mplab.RunAsync("convert", dib);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Add --force", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(target));

        Assert.Equal(0, (await Mplab.RunAsync("convert", dib, "--force")).ExitCode);
        var first = File.ReadAllBytes(target);
        Assert.Equal(0, (await Mplab.RunAsync("convert", dib, "--force")).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(target));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("n.txt", "hello")]
    [InlineData("missing.dib", null)]
    [InlineData("half.dib", "#!meta\n{\"kernel")]
    [InlineData(
        "foreign.dib",
        "#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\"}}\n#!fsharp\nlet x = 1"
    )]
    [InlineData("binary.dib", "")]
    public async Task Bad_input_gives_one_clear_line(string name, string? content)
    {
        var path = Path.Combine(_folder.Path, name);
        if (name == "binary.dib")
            _folder.Write(name, [0x23, 0xff, 0xfe, 0x00]);
        else if (content is not null)
            _folder.Write(name, content);
        var result = await Mplab.RunAsync("convert", path);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(path, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("convert")]
    [InlineData("learn", "--output", "out")]
    public async Task A_member_that_stands_twice_is_named_with_its_line(params string[] command)
    {
        var ipynb = _folder.Write(
            "n.ipynb",
            """
            {"cells": [
              {"cell_type": "code", "id": "a", "metadata": {"x": {"y": 1},
               "z": {"y": 1}, "x": 2}, "execution_count": null, "outputs": [], "source": "1"}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """
        );
        var dib = _folder.Write("m.dib", "\n#!meta\n\n{\"a\": 1,\n\"a\": 2}\n#!csharp\n1");
        var result = await Mplab.RunAsync([command[0], ipynb, dib, .. Options(command)]);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{ipynb}: line 3 names a member \"x\"", result.ErrorLines[0]);
        Assert.StartsWith($"{dib}: line 5 names a member \"a\"", result.ErrorLines[1]);
        Assert.Equal(2, result.ErrorLines.Count);
    }

    private IEnumerable<string> Options(string[] command) =>
        command.Length == 1 ? [] : [command[1], Path.Combine(_folder.Path, command[2])];

    [Fact(Timeout = 60_000)]
    public async Task A_dib_runs_and_exports_and_its_outputs_go_to_an_ipynb()
    {
        var dib = _folder.Write(
            "n.dib",
            "#!markdown\n# Title\n#!csharp\nvar x = 6;\n#!csharp\nx * 7"
        );
        var output = Path.Combine(_folder.Path, "out");
        Assert.Equal(0, (await Mplab.RunAsync("run", dib, "--output", output)).ExitCode);
        Assert.Contains("\"42\"", File.ReadAllText(Path.Combine(output, "n.ipynb")));

        var refused = await Mplab.RunAsync("run", dib, "--in-place");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--output", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);

        Assert.Equal(0, (await Mplab.RunAsync("export", dib, "--output", output)).ExitCode);
        Assert.Contains("42", File.ReadAllText(Path.Combine(output, "n.html")));
    }
}

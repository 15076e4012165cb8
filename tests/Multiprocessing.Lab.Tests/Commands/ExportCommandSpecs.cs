using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Commands;

public sealed class ExportCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_notebook_is_run_and_written_as_a_page_and_stays_as_it_was()
    {
        var path = NotebookFile.Write(_folder, "n.ipynb", "Console.WriteLine(\"six \" + 7);");
        var before = File.ReadAllBytes(path);
        var result = await ExportAsync(path);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("six 7", Page("n.html"), StringComparison.Ordinal);
        Assert.Contains("n.html", Page("index.html"), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task With_no_run_the_outputs_are_those_in_the_file()
    {
        var path = NotebookFile.Write(_folder, "n.ipynb", "Console.WriteLine(\"six \" + 7);");
        var result = await ExportAsync(path, "--no-run");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("six 7", Page("n.html"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Failed_cells_and_bad_files_are_reported_and_what_there_is_is_exported()
    {
        var failing = NotebookFile.Write(_folder, "failing.ipynb", "int.Parse(\"x\")");
        var bad = _folder.Write("bad.ipynb", "nothing");
        var result = await ExportAsync(failing, bad);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(2, result.ErrorLines.Count);
        Assert.Contains("FormatException", Page("failing.html"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "site", "bad.html")));
    }

    private Task<MplabResult> ExportAsync(params string[] arguments) =>
        Mplab.RunAsync(["export", .. arguments, "--output", Path.Combine(_folder.Path, "site")]);

    private string Page(string name) => File.ReadAllText(Path.Combine(_folder.Path, "site", name));
}

using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Commands;

public sealed class BadInputSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("text.ipynb", "hello")]
    [InlineData("empty.ipynb", "")]
    [InlineData("list.ipynb", "[1, 2]")]
    [InlineData("other.ipynb", "{\"name\": \"package\"}")]
    [InlineData("half.ipynb", "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_t")]
    [InlineData(
        "five.ipynb",
        "{\"nbformat\": 5, \"nbformat_minor\": 0, \"metadata\": {}, \"cells\": []}"
    )]
    [InlineData(
        "python.ipynb",
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {\"kernelspec\": {\"name\": \"python3\", \"language\": \"python\", \"display_name\": \"Python 3\"}}, \"cells\": [{\"cell_type\": \"code\", \"id\": \"a\", \"metadata\": {}, \"execution_count\": null, \"outputs\": [], \"source\": \"print(1)\"}]}"
    )]
    [InlineData("missing.ipynb", null)]
    [InlineData("nothing-here", null)]
    public async Task A_file_that_is_no_notebook_gives_one_clear_line_and_the_others_run(
        string name,
        string? content
    )
    {
        var path = Path.Combine(_folder.Path, name);
        if (content is not null)
            _folder.Write(name, content);
        var good = NotebookFile.Write(_folder, "good.ipynb", "Console.WriteLine(\"well\");");

        var result = await Mplab.RunAsync("run", path, good, "--in-place");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(path, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("well", result.Output, StringComparison.Ordinal);
        if (content is not null)
            Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_without_notebooks_gives_one_clear_line()
    {
        var result = await Mplab.RunAsync("run", _folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no notebook in this folder", Assert.Single(result.ErrorLines));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run")]
    [InlineData("dance")]
    [InlineData("export", "x.ipynb")]
    [InlineData("run", "x.ipynb", "--in-place", "--output", "out")]
    [InlineData("run", "x.ipynb", "--timeout", "soon")]
    [InlineData("run", "x.ipynb", "--timeout", "0")]
    [InlineData("run", "x.ipynb", "--timeout", "-1")]
    [InlineData("run", "x.ipynb", "--speed", "9")]
    public async Task Bad_usage_says_what_is_wrong_and_where_help_is(params string[] arguments)
    {
        var result = await Mplab.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("mplab: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("--help", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Help_names_commands_and_options()
    {
        var result = await Mplab.RunAsync("run", "--help");
        Assert.Equal(0, result.ExitCode);
        foreach (var option in (string[])["--in-place", "--output", "--timeout", "--keep-going"])
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
    }
}

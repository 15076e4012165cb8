using System.Text.Json.Nodes;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Tests.Windows;

namespace Multiprocessing.Lab.Tests.Windows;

/// <summary>A notebook of the course runs on Windows too, as far as Wine can tell.</summary>
public sealed class WindowsSpecs(Wine wine) : IClassFixture<Wine>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 240_000)]
    [InlineData("04-pools")]
    public async Task A_notebook_runs_on_Windows(string name)
    {
        var committed = Path.Combine(Repository.Root, "notebooks", name + ".ipynb");
        var path = _folder.Write($"notebooks/{name}.ipynb", File.ReadAllBytes(committed));
        // What the notebook loads lies beside its folder.
        Directory.CreateSymbolicLink(
            Path.Combine(_folder.Path, "artifacts"),
            Path.Combine(Wine.Root, "build")
        );
        var run = await wine.RunAsync(
            "Multiprocessing.Lab",
            "mplab.dll",
            ["run", Wine.PathOf(path), "--in-place"]
        );
        Assert.True(run.ExitCode == 0, run.Said);
        Assert.Equal(Counted(committed), Counted(path));
    }

    /// <summary>How many cells have run.</summary>
    private static int Counted(string path) =>
        JsonNode.Parse(File.ReadAllText(path))!["cells"]!
            .AsArray()
            .Count(cell => cell!["execution_count"] is not null);
}

using System.Text.Json.Nodes;
using Multiprocessing.Tests.Packaging;

namespace Multiprocessing.Lab.Tests.Execution;

public class OwnPackageSpecs(LocalFeed feed) : IClassFixture<LocalFeed>
{
    [Fact(Timeout = 180_000)]
    public async Task A_notebook_that_refers_to_the_package_has_workers()
    {
        string path = feed.Write(
            "notebook.ipynb",
            NotebookFile
                .Json(
                    "#r \"nuget: Multiprocessing\"\nusing Multiprocessing;\nint Worker(int num) => num * num;",
                    """
                    using (var pool = new ProcessPool(2))
                    {
                        int[] ids = pool.Map(n => Environment.ProcessId, [1, 2]);
                        Console.WriteLine($"{string.Join(" ", pool.Map(Worker, [4, 6, 2]))} {ids.Contains(Environment.ProcessId)}");
                    }
                    """
                )
                .ToJsonString()
        );
        MplabResult result = await Mplab.RunWithoutAsync(
            "NUGET_PACKAGES", // which would go before the folder that the feed's configuration names
            "run",
            path,
            "--in-place"
        );
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        JsonNode cells = JsonNode.Parse(File.ReadAllText(path))!["cells"]!;
        Assert.Equal("16 36 4 False\n", (string)cells[1]!["outputs"]![0]!["text"]![0]!);
        Assert.True(Directory.Exists(Path.Combine(feed.Folder, "packages", "multiprocessing")));
    }
}

using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

public class PackageSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task A_package_is_fetched_and_used()
    {
        var run = await NotebookRun.OfAsync(
            "#r \"nuget: Humanizer.Core, 2.14.1\"\nusing Humanizer;\n\"some_title\".Titleize()",
            "#r \"nuget:Humanizer.Core\"\n2.ToWords()"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("Some Title", run.Value(0));
        Assert.Equal("two", run.Value(1));
        Assert.Equal("Loaded package Humanizer.Core 2.14.1\n", run.Text(0));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_package_depends_on_comes_with_it()
    {
        var run = await NotebookRun.OfAsync(
            "#r \"nuget: XPlot.Plotly, 4.1.0\"\nXPlot.Plotly.Chart.Line(new[] { 1, 2 }).GetInlineJS().Contains(\"newPlot\")"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("True", run.Value(0));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_package_finds_its_native_library()
    {
        var run = await NotebookRun.OfAsync(
            """
            #r "nuget: Microsoft.Data.Sqlite, 8.0.0"
            var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "select 6 * 7";
            command.ExecuteScalar()
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("42", run.Value(0));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(
        "#r \"nuget: Microsoft.Data.Sqlite, 8.0.0\"",
        """
            long Work(int n)
            {
                using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = $"select {n} * 7";
                return (long)command.ExecuteScalar();
            }
            """,
        "7,14"
    )]
    [InlineData(
        "#r \"nuget: SkiaSharp, 3.119.4\"\n#r \"nuget: SkiaSharp.NativeAssets.Linux.NoDependencies, 3.119.4\"",
        """
            string Work(int n)
            {
                using var bitmap = new SkiaSharp.SKBitmap(n, n);
                bitmap.Erase(SkiaSharp.SKColors.Red);
                return bitmap.GetPixel(0, 0).ToString();
            }
            """,
        "#ffff0000,#ffff0000"
    )]
    public async Task Workers_find_the_native_library_of_a_package(
        string package,
        string work,
        string expected
    )
    {
        var library = Path.Combine(Repository.Root, "artifacts", "notebook", "Multiprocessing.dll");
        var run = await NotebookRun.OfAsync(
            package,
            $"#r \"{library}\"\nusing Multiprocessing;\n{work}",
            "using (var pool = new ProcessPool(1)) Console.WriteLine(string.Join(\",\", pool.Map(Work, [1, 2])));"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(expected + "\n", run.Text(2));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("No.Such.Package.Of.Ours, 1.0.0", "there is no such package")]
    [InlineData("Humanizer.Core, 999.0.0", "there is no such version")]
    [InlineData("Humanizer.Core, newest", "\"newest\" is not a version")]
    public async Task A_package_that_cannot_be_had_gives_one_clear_line(string package, string says)
    {
        var run = await NotebookRun.OfAsync($"#r \"nuget: {package}\"", "1 + 1");
        Assert.Contains(says, run.Error(0).Value, StringComparison.Ordinal);
        Assert.Contains(package, run.Error(0).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Equal("2", run.Value(1));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_feed_that_does_not_answer_gives_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "NuGet.config",
            """
            <configuration><packageSources><clear />
            <add key="gone" value="http://127.0.0.1:9/index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """
        );
        var run = await NotebookRun.InAsync(
            folder,
            new(null, KeepGoing: true),
            "#r \"nuget: Some.Package.Nobody.Has\""
        );
        Assert.Contains("the feed cannot be asked", run.Error(0).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", run.Error(0).Value, StringComparison.Ordinal);
    }
}

using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

[Collection(nameof(StoppingSpecs))]
public sealed class PackageFailureSpecs : IDisposable
{
    private const string Gone = "http://127.0.0.1:9/index.json";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Feed => Path.Combine(_folder.Path, "feed");

    /// <summary>Where NUGET_PACKAGES is set, packages are kept for all programs: this has a name that nobody else uses.</summary>
    private string Name { get; } = $"Tests.Package{Guid.NewGuid():N}";

    [Fact(Timeout = 120_000)]
    public async Task A_package_that_could_not_be_downloaded_is_tried_again()
    {
        PackageFile.Write(Feed, Name);
        PackageFile.Configure(_folder, Feed);
        var packages = _folder.Write("packages", "a file where the folder should be");
        var notebook = NotebookFile.Write(
            _folder,
            "n.ipynb",
            $"#r \"nuget: {Name}\"",
            $"System.IO.File.Delete(@\"{packages}\");",
            $"#r \"nuget: {Name}\"",
            $"#r \"nuget: {Name}\"\nConsole.WriteLine(\"again\");"
        );
        var result = await Mplab.RunWithAsync(
            [("NUGET_PACKAGES", packages)],
            "run",
            notebook,
            "--keep-going"
        );
        var problem = Assert.Single(result.ErrorLines);
        Assert.Contains(
            $"#r \"nuget: {Name}\": the packages folder {packages} cannot be used",
            problem,
            StringComparison.Ordinal
        );
        Assert.Single(
            result.Output.Split('\n'),
            line => line.Contains($"Loaded package {Name} 1.0.0", StringComparison.Ordinal)
        );
        Assert.Contains("again", result.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_package_that_was_not_there_is_found_once_it_is()
    {
        Directory.CreateDirectory(Feed);
        PackageFile.Configure(_folder, Feed);
        var later = Path.Combine(_folder.Path, "later");
        PackageFile.Write(later, Name, $"{Name}.Needed");
        PackageFile.Write(later, $"{Name}.Needed");
        var run = await RunAsync(
            $"#r \"nuget: {Name}\"",
            $"System.IO.File.Copy(@\"{later}/{Name}.1.0.0.nupkg\", @\"{Feed}/{Name}.1.0.0.nupkg\");",
            $"#r \"nuget: {Name}\"",
            $"System.IO.File.Copy(@\"{later}/{Name}.Needed.1.0.0.nupkg\", @\"{Feed}/{Name}.Needed.1.0.0.nupkg\");",
            $"#r \"nuget: {Name}\""
        );
        Assert.Contains("there is no such package", run.Error(0).Value, StringComparison.Ordinal);
        Assert.Contains(
            $"#r \"nuget: {Name}\": it depends on {Name}.Needed, and there is no such package",
            run.Error(2).Value,
            StringComparison.Ordinal
        );
        Assert.Equal($"Loaded package {Name} 1.0.0\n", run.Text(4));
    }

    [Theory(Timeout = 120_000)]
    [InlineData]
    [InlineData("/index.json")]
    [InlineData("/index.json", "/flat/tests.package/index.json")]
    public async Task A_feed_that_never_answers_is_stopped_and_the_variables_survive(
        params string[] answers
    )
    {
        using var feed = new SilentFeed(answers);
        PackageFile.Configure(_folder, feed.Address);
        var run = await NotebookRun.InAsync(
            _folder,
            new(TimeSpan.FromSeconds(5), KeepGoing: true),
            "var keep = 42;",
            "#r \"nuget: Tests.Package\"\nConsole.WriteLine(\"never\");",
            "keep"
        );
        Assert.Equal("Stopped after 5 s (--timeout).", run.Error(1).Value);
        Assert.Empty(run.Text(1));
        Assert.Equal("42", run.Value(2));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("[Newtonsoft.Json]", "[Newtonsoft.Json]")]
    [InlineData("Newtonsoft Json, 13.0.1", "Newtonsoft Json")]
    [InlineData("../Newtonsoft.Json", "../Newtonsoft.Json")]
    [InlineData("https://example.org/a.nupkg", "https://example.org/a.nupkg")]
    [InlineData(", 1.0.0", "")]
    [InlineData("", "")]
    public async Task A_name_that_no_package_can_have_gives_one_clear_line(
        string written,
        string id
    )
    {
        var run = await RunAsync($"#r \"nuget: {written}\"", "1 + 1");
        Assert.Contains(
            $"\"{id}\" is not a package id",
            run.Error(0).Value,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', run.Error(0).Value);
        Assert.Equal("2", run.Value(1));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_unreachable_feed_is_named_with_the_package_that_was_asked_for()
    {
        PackageFile.Write(Feed, Name, $"{Name}.Needed");
        PackageFile.Configure(_folder, Feed, Gone);
        var run = await RunAsync($"#r \"nuget: {Name}, 1.0.0\"");
        Assert.StartsWith(
            $"#r \"nuget: {Name}, 1.0.0\": it depends on {Name}.Needed, and the feed cannot be asked: {Gone} (",
            run.Error(0).Value,
            StringComparison.Ordinal
        );
        Assert.Contains("Check the network", run.Error(0).Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error(0).Value);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_unreachable_feed_does_not_keep_a_package_from_coming_from_another()
    {
        PackageFile.Write(Feed, Name);
        PackageFile.Configure(_folder, Gone, Feed, Path.Combine(_folder.Path, "no-such-feed"));
        var run = await RunAsync($"#r \"nuget: {Name}, 1.0.0\"");
        Assert.Equal($"Loaded package {Name} 1.0.0\n", run.Text(0));
    }

    private Task<NotebookRun> RunAsync(params string[] cells) =>
        NotebookRun.InAsync(_folder, new(null, KeepGoing: true), cells);
}

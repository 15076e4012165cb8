using System.Xml.Linq;
using Xunit;

namespace Multiprocessing.Tests.Windows;

/// <summary>
/// These specs hold on Windows too, as far as Wine can tell. Those of a row run beside each other in one process.
/// </summary>
[Collection(Alone)]
public sealed class WindowsSpecs(Wine wine) : IClassFixture<Wine>
{
    private const string Alone = "Windows";

    [Theory(Timeout = 240_000)]
    [InlineData("Cells.TravellingSpecs", "Cells.RawImageSpecs", "Cells.SixQuestionsSpecs")]
    [InlineData(
        "Pools.MapSpecs",
        "Pools.StreamSpecs",
        "Pools.VerbSpecs",
        "Pools.SurroundingsSpecs",
        "Pools.ValueTaskSpecs"
    )]
    [InlineData("Pools.CancellationSpecs", "Pools.FailureSpecs", "Pools.RetrySpecs")]
    [InlineData("Pools.CrashSpecs", "Pools.UnhandledExceptionSpecs")]
    [InlineData(
        "Pools.ProgressSpecs",
        "Pools.ProgressCallbackSpecs",
        "Pools.OptionSpecs",
        "Pools.WorkerLocalSpecs",
        "Pools.LargeValueSpecs"
    )]
    [InlineData(
        "Sharing.QueueSpecs",
        "Sharing.QueueDeathSpecs",
        "Sharing.LockSpecs",
        "Sharing.SemaphoreSpecs",
        "Sharing.EventSpecs",
        "Sharing.BarrierSpecs",
        "Sharing.CountdownSpecs",
        "Sharing.ChannelSpecs",
        "Sharing.DictionarySpecs",
        "Sharing.ManagedObjectSpecs",
        "Sharing.FamilySpecs",
        "Sharing.SharedLifetimeSpecs"
    )]
    [InlineData(
        "Memory.SharedArraySpecs",
        "Memory.SharedTravelSpecs",
        "Memory.SharedAtomicsSpecs",
        "Memory.SharedDisposalSpecs"
    )]
    [InlineData(
        "Lifetimes.LifetimeSpecs",
        "Lifetimes.FamilySpecs",
        "Lifetimes.ChildrenSpecs",
        "Lifetimes.KeepChildrenSpecs"
    )]
    [InlineData(
        "Processes.ProcessSpecs",
        "Processes.ArgumentSpecs",
        "Processes.ReturnValueSpecs",
        "Processes.IdentitySpecs",
        "Processes.OutputSpecs"
    )]
    [InlineData(
        "Platform.WindowsPipeSpecs",
        "Platform.ExitCodeSpecs",
        "Platform.CommandLineSpecs",
        "Insight.TimelineSpecs",
        "Insight.MetricsSpecs",
        "Insight.ProgressBarSpecs"
    )]
    public async Task These_specs_hold_on_Windows(params string[] classes)
    {
        string report = Path.Combine(
            Directory.CreateDirectory(Path.Combine(Wine.Root, "reports")).FullName,
            classes[0] + ".xml"
        );
        File.Delete(report);
        ProgramRun run = await wine.RunAsync(
            "Multiprocessing.Tests",
            "Multiprocessing.Tests.dll",
            [
                .. classes.SelectMany(name => (string[])["-class", FullName(name)]),
                "-result-xml",
                Wine.PathOf(report),
                "-noLogo",
            ]
        );
        Assert.True(File.Exists(report), run.Said);
        XElement[] tests = [.. XElement.Load(report).Descendants("test")];
        await File.WriteAllLinesAsync(
            Path.ChangeExtension(report, ".txt"),
            Summary(classes, tests),
            TestContext.Current.CancellationToken
        );
        IEnumerable<string> failures = tests
            .Where(test => Is(test, "Fail"))
            .Select(test => $"{Name(test)}\n{test.Element("failure")!.Value}");
        Assert.True(run.ExitCode == 0, string.Join("\n\n", [.. failures, run.Said]));
        Assert.All(
            classes,
            name =>
                Assert.Contains(
                    tests,
                    test => Is(test, "Pass") && (string)test.Attribute("type")! == FullName(name)
                )
        );
    }

    /// <summary>What .ci/run shows in the end.</summary>
    private static IEnumerable<string> Summary(string[] classes, XElement[] tests) =>
        tests
            .Where(test => Is(test, "Skip"))
            .Select(test => $"skipped under Wine: {Name(test)}: {test.Element("reason")!.Value}")
            .Prepend(
                $"{tests.Count(test => Is(test, "Pass"))} passed under Wine: {string.Join(", ", classes)}"
            );

    private static string FullName(string name) => "Multiprocessing.Tests." + name;

    private static bool Is(XElement test, string result) =>
        (string)test.Attribute("result")! == result;

    private static string Name(XElement test) => (string)test.Attribute("name")!;

    /// <summary>They run beside no other specs of this program: they have processors enough to do with.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Collection;
}

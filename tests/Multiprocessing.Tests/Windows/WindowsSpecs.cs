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
    [InlineData("Cells.TravellingSpecs", "Memory.SharedTravelSpecs")]
    public async Task These_specs_hold_on_Windows(params string[] classes)
    {
        string report = Path.Combine(Wine.Root, "reports", classes[0] + ".xml");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report);
        ProgramRun run = await wine.RunAsync(
            "Multiprocessing.Tests",
            "Multiprocessing.Tests.dll",
            [
                .. classes.SelectMany(name => (string[])["-class", FullName(name)]),
                "-xml",
                Wine.PathOf(report),
                "-noLogo",
            ]
        );
        Assert.True(File.Exists(report), run.Said);
        XElement[] tests = [.. XElement.Load(report).Descendants("test")];
        Assert.True(run.ExitCode == 0, string.Join("\n\n", tests.Where(Failed).Select(Told)));
        Assert.All(classes, name => Assert.Contains(tests, test => Passed(test, FullName(name))));
    }

    private static string FullName(string name) => "Multiprocessing.Tests." + name;

    private static bool Passed(XElement test, string type) =>
        ((string)test.Attribute("result")!, (string)test.Attribute("type")!) == ("Pass", type);

    private static bool Failed(XElement test) => (string)test.Attribute("result")! == "Fail";

    private static string Told(XElement test) =>
        $"{(string)test.Attribute("name")!}\n{test.Element("failure")!.Value}";

    /// <summary>They run beside no other specs of this program: they have processors enough to do with.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Collection;
}

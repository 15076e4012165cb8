using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Execution;
using Interactive = Microsoft.DotNet.Interactive;

namespace Multiprocessing.Lab.Tests.Polyglot;

/// <summary>Packages that extend the kernel when a cell asks for them.</summary>
public sealed class ExtensionSpecs : IDisposable
{
    private const string Source = """
        using System;
        using System.Threading.Tasks;
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Formatting;

        namespace Fruit;

        public class Apple { }

        public class FruitExtension : IKernelExtension
        {
            public async Task OnLoadAsync(Kernel kernel)
            {
                await Task.Yield();
                Formatter.Register<Apple>(_ => "an apple of the extension", "text/plain");
                Formatter.SetPreferredMimeTypesFor(typeof(Apple), "text/plain");
                Kernel.display("extended " + kernel.Name, "text/plain");
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Feed => Path.Combine(_folder.Path, "feed");

    private string Name { get; } = $"Tests.Extension{Guid.NewGuid():N}";

    [Fact(Timeout = 120_000)]
    public async Task An_extension_in_an_assembly_runs_once_when_its_package_is_loaded()
    {
        var assembly = Compile(Source);
        Write(
            new()
            {
                ["lib/net10.0/Fruit.dll"] = assembly,
                ["interactive-extensions/dotnet/Fruit.dll"] = assembly,
            }
        );
        var run = await RunAsync(
            "var before = 1;",
            $"#r \"nuget: {Name}\"\ndisplay(new Fruit.Apple());",
            $"#r \"nuget: {Name}\"\nnew Fruit.Apple()"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(
            ["extended .NET", "an apple of the extension"],
            run.Outputs[1].OfType<DisplayOutput>().Select(shown => shown.Data["text/plain"])
        );
        Assert.Equal("an apple of the extension", run.Value(2));
        Assert.Empty(run.Outputs[2].OfType<DisplayOutput>());
    }

    [Fact(Timeout = 120_000)]
    public async Task An_extension_in_a_script_runs_as_if_it_were_imported()
    {
        Write(
            new()
            {
                ["lib/net10.0/_._"] = [],
                ["interactive-extensions/dotnet/extension.dib"] = Encoding.UTF8.GetBytes(
                    "#!csharp\n\nint FromScript = 6 * 7;\n\n#!markdown\n\n*by the extension*\n"
                ),
            }
        );
        var run = await RunAsync($"#r \"nuget: {Name}\"\nFromScript");
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("42", run.Value(0));
        Assert.Contains(
            run.Outputs[0].OfType<DisplayOutput>(),
            shown => shown.Data.GetValueOrDefault("text/markdown") == "*by the extension*"
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_fault_of_an_extension_is_its_cells_and_the_session_goes_on()
    {
        Write(
            new()
            {
                ["interactive-extensions/dotnet/Fruit.dll"] = Compile(
                    Source.Replace(
                        "await Task.Yield();",
                        "throw new InvalidOperationException(\"rotten\");",
                        StringComparison.Ordinal
                    )
                ),
            }
        );
        var again = $"#r \"nuget: {Name}\"";
        var run = await RunAsync("var kept = 1;", again, "kept", again);
        Assert.Equal("rotten", run.Error(1).Value);
        Assert.Equal("1", run.Value(2));
        Assert.Equal("rotten", run.Error(3).Value);
    }

    [Fact(Timeout = 120_000)]
    public async Task Plotly_NET_shows_its_charts()
    {
        var run = await NotebookRun.OfAsync(
            "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"",
            "Plotly.NET.CSharp.Chart.Point<int, int, string>(new[] { 1, 2 }, new[] { 3, 4 })"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Contains(
            "Plotly chart will be drawn",
            run.Outputs[1].OfType<ResultOutput>().Single().Data["text/html"],
            StringComparison.Ordinal
        );
    }

    private void Write(Dictionary<string, byte[]> files)
    {
        PackageFile.Write(Feed, Name, files);
        PackageFile.Configure(_folder, Feed);
    }

    private async Task<NotebookRun> RunAsync(params string[] cells) =>
        await NotebookRun.InAsync(_folder, new(null, KeepGoing: true), cells);

    private static byte[] Compile(string source)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory
            .GetFiles(framework, "System*.dll")
            .Append(Path.Combine(framework, "netstandard.dll"))
            .Append(typeof(Interactive.Kernel).Assembly.Location)
            .Append(typeof(Interactive.Formatting.Formatter).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Fruit",
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new(OutputKind.DynamicallyLinkedLibrary)
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return image.ToArray();
    }
}

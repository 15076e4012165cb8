using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>The library names a logging package in one property of its options; cells must not suffer from it.</summary>
public class LoggerSpecs
{
    private const string Package = "Microsoft.Extensions.Logging.Abstractions";

    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "notebook");

    private static readonly string Library = Path.Combine(Folder, "Multiprocessing.dll");

    private const string UseOptions = """
        var pool = new ProcessPool(new PoolOptions { Workers = 1, Name = "of a notebook" });
        var squares = pool.Map(n => n * n, [1, 2, 3]);
        pool.Dispose();
        string.Join(",", squares)
        """;

    [Fact(Timeout = 120_000)]
    public async Task A_cell_that_wants_no_logger_needs_no_logging_package()
    {
        var run = await NotebookRun.OfAsync(
            $"#r \"{Library}\"\nusing Multiprocessing;",
            UseOptions,
            $"AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == \"{Package}\")"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("1,4,9", run.Value(1));
        Assert.Equal("False", run.Value(2));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_host_that_has_another_version_of_the_logging_package_runs_the_same_cells()
    {
        using var folder = new TemporaryFolder();
        var other = Path.Combine(folder.Path, Package + ".dll");
        var compilation = CSharpCompilation.Create(
            Package,
            [
                CSharpSyntaxTree.ParseText(
                    "[assembly: System.Reflection.AssemblyVersion(\"3.0.0.0\")] namespace Microsoft.Extensions.Logging { public interface ILogger { } public static class Old { public static int Version => 3; } }"
                ),
            ],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(
                    System.Reflection.Assembly.Load("System.Runtime").Location
                ),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        Assert.Empty(
            compilation.Emit(other).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
        );
        var run = await NotebookRun.InAsync(
            folder,
            new(null, KeepGoing: true),
            $"#r \"{other}\"\nMicrosoft.Extensions.Logging.Old.Version",
            $"#r \"{Library}\"\nusing Multiprocessing;",
            UseOptions
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("3", run.Value(0));
        Assert.Equal("1,4,9", run.Value(2));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cell_gives_a_pool_its_own_logger()
    {
        var run = await NotebookRun.OfAsync(
            $"#r \"{Library}\"\n#r \"{Path.Combine(Folder, Package + ".dll")}\"\nusing Multiprocessing;\nusing Microsoft.Extensions.Logging;",
            """
            class Lines : ILogger
            {
                public List<string> All = new();
                public IDisposable BeginScope<T>(T state) => null;
                public bool IsEnabled(LogLevel level) => true;
                public void Log<T>(LogLevel level, EventId id, T state, Exception e, Func<T, Exception, string> text) { lock (All) All.Add(text(state, e)); }
            }
            var lines = new Lines();
            """,
            """
            var pool = new ProcessPool(new PoolOptions { Workers = 1, Name = "logged", Logger = lines });
            pool.Run(() => 1);
            pool.Dispose();
            lines.All[0]
            """
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Matches("^logged: worker [0-9]+ is up\\.$", run.Value(2));
    }
}

using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What cells can use without a <c>#r</c>: the whole framework, .NET Interactive, and what is the Lab's own.</summary>
internal static class References
{
    private static readonly IReadOnlyList<(string Path, ModuleMetadata Metadata)> s_modules =
    [
        .. Paths().Select(path => (path, Read(path))),
    ];

    /// <summary>
    /// Compiled before the first cell: what cells name without a <c>using</c>, some of it by the namespace that it had in
    /// older versions. The expression is for its effect on the compiler and the formatters, which are then ready.
    /// </summary>
    public const string Prelude = """
        using static Microsoft.DotNet.Interactive.Kernel;
        using static Multiprocessing.Lab.CellFunctions;
        using DisplayedValue = Microsoft.DotNet.Interactive.Formatting.DisplayedValue;
        using LaTeXString = Microsoft.DotNet.Interactive.Formatting.LaTeXString;
        new[] { 1, 2 }.Select(n => n * 2).ToArray()
        """;

    /// <summary>What is there beside the framework.</summary>
    /// <remarks>
    /// As assemblies that run, not as files: the compiler would take a file and the running assembly for two, and find
    /// each of their names twice as soon as a cell adds a reference.
    /// </remarks>
    public static readonly IReadOnlyList<Assembly> Interactive =
    [
        typeof(Kernel).Assembly,
        typeof(CSharpKernel).Assembly,
        typeof(Formatter).Assembly,
        typeof(IHtmlContent).Assembly,
        typeof(CellFunctions).Assembly,
    ];

    /// <remarks>
    /// Each engine needs its own, though the metadata is read once: the compiler keeps in a reference what it made of
    /// it, and of two engines that compile at once a cell might get the other's, and find each of its names twice.
    /// </remarks>
    public static IEnumerable<MetadataReference> New() =>
        s_modules.Select(module =>
            AssemblyMetadata.Create(module.Metadata).GetReference(filePath: module.Path)
        );

    private static IEnumerable<string> Paths()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return platform
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Distinct();
    }

    /// <remarks>Reads the metadata alone: most of the framework's 70 MB is code, which a compiler has no use for.</remarks>
    private static ModuleMetadata Read(string path)
    {
        using var file = File.OpenRead(path);
        return ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata);
    }
}

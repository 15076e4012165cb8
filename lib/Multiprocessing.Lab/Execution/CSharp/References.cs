using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What cells can use without a <c>#r</c>: the whole framework, and what shows values.</summary>
internal static class References
{
    private static readonly IReadOnlyList<(string Path, ModuleMetadata Metadata)> s_modules =
    [
        .. Paths().Select(path => (path, Read(path))),
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
            .Append(typeof(Kernel).Assembly.Location)
            .Append(typeof(Formatter).Assembly.Location)
            .Append(typeof(IHtmlContent).Assembly.Location)
            .Distinct();
    }

    /// <remarks>Reads the metadata alone: most of the framework's 70 MB is code, which a compiler has no use for.</remarks>
    private static ModuleMetadata Read(string path)
    {
        using var file = File.OpenRead(path);
        return ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata);
    }
}

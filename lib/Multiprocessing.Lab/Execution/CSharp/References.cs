using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What cells can use without a <c>#r</c>: the whole framework, and what shows values.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> Default { get; } = [.. Paths().Select(Read)];

    private static IEnumerable<string> Paths()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return platform
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(Kernel).Assembly.Location)
            .Append(typeof(Formatter).Assembly.Location)
            .Append(typeof(IHtmlContent).Assembly.Location);
    }

    /// <remarks>Reads the metadata alone: most of the framework's 70 MB is code, which a compiler has no use for.</remarks>
    private static PortableExecutableReference Read(string path)
    {
        using var file = File.OpenRead(path);
        return AssemblyMetadata
            .CreateFromStream(file, PEStreamOptions.PrefetchMetadata)
            .GetReference(filePath: path);
    }
}

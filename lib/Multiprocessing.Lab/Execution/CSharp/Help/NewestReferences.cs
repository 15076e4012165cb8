using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>The references a cell is compiled with. Of an assembly in several versions scripts see the newest only.</summary>
internal static class NewestReferences
{
    /// <param name="added">The assemblies that packages have brought.</param>
    /// <remarks>The help's own, as <see cref="References"/> says why: it compiles while the engine does.</remarks>
    public static IEnumerable<MetadataReference> Of(IReadOnlyList<string> added)
    {
        var own = References.New().ToDictionary(reference => reference.Display!);
        return own
            .Keys.Concat(References.Interactive.Select(assembly => assembly.Location))
            .Concat(added)
            .GroupBy(Path.GetFileName)
            .Select(versions => versions.Count() == 1 ? versions.First() : versions.MaxBy(Version)!)
            .Select(path => own.GetValueOrDefault(path) ?? MetadataReference.CreateFromFile(path));
    }

    private static Version? Version(string path) => AssemblyName.GetAssemblyName(path).Version;
}

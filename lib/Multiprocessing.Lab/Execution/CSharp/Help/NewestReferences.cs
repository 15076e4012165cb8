using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>The references a cell is compiled with. Of an assembly in several versions scripts see the newest only.</summary>
internal static class NewestReferences
{
    /// <remarks>The help's own, as <see cref="References"/> says why: it compiles while the engine does.</remarks>
    public static IEnumerable<MetadataReference> Of(ScriptOptions options)
    {
        var own = References.New().ToDictionary(reference => reference.Display!);
        return options
            .MetadataReferences.GroupBy(reference => Path.GetFileName(reference.Display))
            .Select(versions => versions.Count() == 1 ? versions.First() : versions.MaxBy(Version)!)
            .Select(reference =>
                own.GetValueOrDefault(reference.Display!)
                ?? MetadataReference.CreateFromFile(reference.Display!)
            );
    }

    private static Version? Version(MetadataReference reference) =>
        AssemblyName.GetAssemblyName(reference.Display!).Version;
}

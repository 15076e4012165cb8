using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>The references a cell is compiled with. Of an assembly in several versions scripts see the newest only.</summary>
internal static class NewestReferences
{
    public static IEnumerable<MetadataReference> Of(ScriptOptions options) =>
        options
            .MetadataReferences.GroupBy(reference => Path.GetFileName(reference.Display))
            .Select(versions =>
                versions.Count() == 1 ? versions.First() : versions.MaxBy(Version)!
            );

    private static Version? Version(MetadataReference reference) =>
        AssemblyName.GetAssemblyName(reference.Display!).Version;
}

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.DotNet.Interactive;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>
/// Extends the kernel by code that runs as a cell does: it can be stopped, and what the extension is built upon is loaded
/// as it is for the cells that use it.
/// </summary>
internal static class ExtensionCode
{
    /// <param name="assembly">The path of an assembly.</param>
    /// <returns>C# that runs each <see cref="IKernelExtension"/> in it; empty where there is none.</returns>
    public static string For(string assembly)
    {
        var calls = Extensions(assembly)
            .Select(type =>
                // By the interface, which F# implements explicitly.
                $"{{ global::{typeof(IKernelExtension).FullName} extension = new global::{type}(); await extension.OnLoadAsync(global::{typeof(Kernel).FullName}.Root); }}\n"
            )
            .ToList();
        return calls.Count == 0 ? "" : $"#r \"{assembly}\"\n{string.Concat(calls)}";
    }

    private static List<string> Extensions(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(type =>
                    (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
                    && !type.Attributes.HasFlag(TypeAttributes.Abstract)
                    && type.GetInterfaceImplementations()
                        .Any(implementation => IsExtension(metadata, implementation))
                )
                .Select(type =>
                    $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}".TrimStart(
                        '.'
                    )
                ),
        ];
    }

    private static bool IsExtension(
        MetadataReader metadata,
        InterfaceImplementationHandle implementation
    ) =>
        metadata.GetInterfaceImplementation(implementation).Interface
            is { Kind: HandleKind.TypeReference } type
        && metadata.StringComparer.Equals(
            metadata.GetTypeReference((TypeReferenceHandle)type).Name,
            nameof(IKernelExtension)
        );
}

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Multiprocessing.Code;

/// <summary>
/// Notebook hosts compile cells unoptimised, and an attribute in the image tells the JIT to leave them so.
/// A worker has no debugger that steps through the cell, so the copy that travels allows optimisation again.
/// </summary>
internal static class OptimizedImage
{
    private const string DebuggableAttribute = "DebuggableAttribute";

    // Prolog (2 bytes), DebuggingModes as int32, number of named arguments (2 bytes): ECMA-335 II.23.3.
    private const int ModesOffset = 2;
    private const int BlobLength = 8;
    private const int IgnoreSymbolStoreSequencePoints = 2;

    /// <summary>Changes <paramref name="image"/> in place; leaves an image without the attribute alone.</summary>
    public static void Allow(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image, writable: false));
        MetadataReader reader = pe.GetMetadataReader();
        foreach (
            CustomAttributeHandle handle in reader.GetAssemblyDefinition().GetCustomAttributes()
        )
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (
                !IsDebuggable(reader, attribute)
                || reader.GetBlobReader(attribute.Value).Length != BlobLength
            )
            {
                continue;
            }

            int blob =
                pe.PEHeaders.MetadataStartOffset
                + reader.GetHeapMetadataOffset(HeapIndex.Blob)
                + reader.GetHeapOffset(attribute.Value)
                + 1; // the blob's own length, one byte for so short a blob
            image[blob + ModesOffset] = IgnoreSymbolStoreSequencePoints;
            image[blob + ModesOffset + 1] = 0;
        }
    }

    private static bool IsDebuggable(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            is { Kind: HandleKind.TypeReference } parent
        && reader.StringComparer.Equals(
            reader.GetTypeReference((TypeReferenceHandle)parent).Name,
            DebuggableAttribute
        );
}

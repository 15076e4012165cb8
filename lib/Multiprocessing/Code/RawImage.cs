using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Multiprocessing.Code;

/// <summary>Copies the file image of an assembly that was loaded from memory and so has no file.</summary>
internal static class RawImage
{
    // A script cell's image is a few kilobytes; metadata starts within this distance of the image's first byte.
    private const int SearchLimit = 256 * 1024 * 1024;

    /// <summary>The assembly's bytes as its compiler wrote them.</summary>
    /// <exception cref="NotSupportedException">The runtime does not show the assembly's image.</exception>
    public static unsafe byte[] Copy(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out byte* metadata, out int length))
        {
            throw new NotSupportedException(
                $"'{assembly.GetName().Name}' was generated at run time and has no image that another process could load."
            );
        }

        // The loader keeps the image in one piece, so its MZ header lies at some page boundary before the metadata.
        // Reading backwards is safe as long as it stays inside that piece; PEHeaders says when we have arrived.
        for (byte* at = metadata; metadata - at < SearchLimit; at--)
        {
            if (at[0] == 'M' && at[1] == 'Z' && TryMeasure(at, metadata, length) is int size)
            {
                return new ReadOnlySpan<byte>(at, size).ToArray();
            }
        }

        throw new NotSupportedException(
            $"The image of '{assembly.GetName().Name}' was not found in memory."
        );
    }

    /// <summary>The size of the flat image at <paramref name="start"/>, null when there is none with that metadata.</summary>
    private static unsafe int? TryMeasure(byte* start, byte* metadata, int metadataLength)
    {
        try
        {
            int distance = (int)(metadata - start);
            int known = distance + metadataLength;
            using var stream = new UnmanagedMemoryStream(start, known);
            var headers = new PEHeaders(stream, known);
            if (headers.MetadataStartOffset != distance)
            {
                return null;
            }

            return headers.SectionHeaders.Max(section =>
                section.PointerToRawData + section.SizeOfRawData
            );
        }
        catch (BadImageFormatException)
        {
            return null; // the letters MZ by chance
        }
    }
}

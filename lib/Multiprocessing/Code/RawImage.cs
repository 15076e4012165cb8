using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Multiprocessing.Platform;

namespace Multiprocessing.Code;

/// <summary>Copies the file image of an assembly that was loaded from memory and so has no file.</summary>
internal static class RawImage
{
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

        // The loader keeps the bytes that it was given in one piece, which the system knows the bounds of: nothing outside
        // them is read. Its MZ header lies somewhere before the metadata, and PEHeaders says when we have arrived.
        if (MemoryMapping.Around((nuint)metadata) is { } mapping)
        {
            byte* start = (byte*)mapping.Start;
            byte* end = (byte*)mapping.End;
            for (byte* at = metadata; at >= start; at--)
            {
                if (
                    at[0] == 'M'
                    && at[1] == 'Z'
                    && TryMeasure(at, metadata, length) is int size
                    && size <= end - at
                )
                {
                    return new ReadOnlySpan<byte>(at, size).ToArray();
                }
            }
        }

        // Machine code is laid out anew when it is loaded, in pieces with different rights.
        throw new NotSupportedException(
            $"The image of '{assembly.GetName().Name}' was not found in memory as it was loaded from bytes, which is so for "
                + "assemblies that were compiled to machine code (ReadyToRun). Load it from its file, or its plain build."
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

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Values;

/// <summary>Runs of elements of one type, as arrays and lists hold them.</summary>
internal static class Elements
{
    /// <summary>The fewest bytes an element takes on the wire.</summary>
    public static int MinimumSize<T>() => Blittable<T>.Is ? Unsafe.SizeOf<T>() : 1;

    public static void Write<T>(GraphWriter writer, ReadOnlySpan<T> elements)
    {
        if (Blittable<T>.Is)
        {
            // A count of bytes can exceed what a span measures.
            writer.Output.CheckRoom((long)elements.Length * Unsafe.SizeOf<T>());
            writer.Output.WriteBytes(BytesOf(elements));
            return;
        }
        var i = 0;
        try
        {
            for (; i < elements.Length; i++)
                Slot<T>.Write(writer, elements[i]);
        }
        catch (Refusal refusal) when (refusal.Through($"[{i}]")) { }
    }

    /// <param name="reader">Holds the elements, in place or apart.</param>
    /// <param name="elements">Takes them.</param>
    /// <param name="apart">Where plain ones are that arrived apart.</param>
    public static void Read<T>(GraphReader reader, Span<T> elements, ApartArray? apart = null)
    {
        if (Blittable<T>.Is)
        {
            var bytes = BytesOf(elements);
            (apart is { } array ? array.Bytes : reader.ReadBytes(bytes.Length)).CopyTo(bytes);
            return;
        }
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Slot<T>.Read(reader);
    }

    /// <summary>The bytes of elements that are free of references.</summary>
    public static Span<byte> BytesOf<T>(Span<T> elements) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)),
            checked(elements.Length * Unsafe.SizeOf<T>())
        );

    private static ReadOnlySpan<byte> BytesOf<T>(ReadOnlySpan<T> elements) =>
        BytesOf(
            MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(elements), elements.Length)
        );
}

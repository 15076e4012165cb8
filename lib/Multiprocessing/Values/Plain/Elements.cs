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
            var left = (long)elements.Length * Unsafe.SizeOf<T>();
            // A count of bytes can exceed what a span measures; the buffer then says so.
            if (left <= Array.MaxLength)
                writer.Output.WriteBytes(BytesOf(elements));
            else
                writer.Output.Reserve(Array.MaxLength);
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

    public static void Read<T>(GraphReader reader, Span<T> elements)
    {
        if (Blittable<T>.Is)
        {
            var bytes = MemoryMarshal.CreateSpan(
                ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)),
                checked(elements.Length * Unsafe.SizeOf<T>())
            );
            reader.ReadBytes(bytes.Length).CopyTo(bytes);
            return;
        }
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Slot<T>.Read(reader);
    }

    private static ReadOnlySpan<byte> BytesOf<T>(ReadOnlySpan<T> elements) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)),
            elements.Length * Unsafe.SizeOf<T>()
        );
}

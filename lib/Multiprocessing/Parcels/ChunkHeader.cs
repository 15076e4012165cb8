using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Parcels;

/// <summary>The first bytes of a chunk's payload: which items of the call follow.</summary>
/// <param name="First">The index of the first, or <see cref="ItemProgress.Whole"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="BudgetMilliseconds">After how long the worker hands back those it has not begun; 0 for never.</param>
/// <param name="ResultLimit">
/// After how many bytes of results it hands back those that it has not begun, and the chunks behind this one; 0 for never.
/// </param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ChunkHeader(
    long First,
    int Count,
    int BudgetMilliseconds,
    long ResultLimit = 0
)
{
    public const int Length = 24;

    /// <summary>The whole payload of the one chunk of a call without items.</summary>
    public static byte[] Alone()
    {
        byte[] payload = new byte[Length];
        new ChunkHeader(ItemProgress.Whole, 1, BudgetMilliseconds: 0).Write(payload);
        return payload;
    }

    public void Write(Span<byte> target) => Unsafe.WriteUnaligned(ref target[..Length][0], this);

    public static ChunkHeader Read(ReadOnlySpan<byte> source) =>
        Unsafe.ReadUnaligned<ChunkHeader>(in source[..Length][0]);
}

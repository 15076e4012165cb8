using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Parcels;

/// <summary>The first bytes of a result's payload: how much of the chunk was done, and when.</summary>
/// <param name="Started">When the first item began, in ticks of <see cref="Stopwatch"/>, which all processes of a machine share.</param>
/// <param name="Finished">When the last was done.</param>
/// <param name="Done">How many items were done; the chunk's others were not begun.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ResultHeader(long Started, long Finished, long Done)
{
    public const int Length = 24;

    public void Write(Span<byte> target) => Unsafe.WriteUnaligned(ref target[..Length][0], this);

    public static ResultHeader Read(ReadOnlySpan<byte> source) =>
        Unsafe.ReadUnaligned<ResultHeader>(in source[..Length][0]);
}

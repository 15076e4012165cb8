using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Memory;

/// <summary>Gives out <see cref="Memory{T}"/> of a shared array, which it keeps from being collected.</summary>
internal sealed unsafe class SpanSource<T>(SharedArray<T> array, int length) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override Memory<T> Memory => CreateMemory(length);

    /// <inheritdoc/>
    public override Span<T> GetSpan() => array.Span;

    /// <summary>Shared memory never moves.</summary>
    public override MemoryHandle Pin(int elementIndex = 0) =>
        new(
            Unsafe.AsPointer(ref MemoryMarshal.GetReference(GetSpan()[elementIndex..])),
            default,
            this
        );

    /// <inheritdoc/>
    public override void Unpin() { }

    /// <summary>The array is its user's to dispose.</summary>
    protected override void Dispose(bool disposing) { }
}

using System.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A value in memory that processes share, as <c>multiprocessing.Value</c> in Python: each that has it sees what the others
/// write.
/// </summary>
/// <typeparam name="T">A number, or a struct of numbers.</typeparam>
/// <remarks>
/// It travels, lives and is disposed as a <see cref="SharedArray{T}"/>, and may be disposed while others use it. <c>shared.Value++</c> loses updates when several
/// processes do so at once: use the atomic members, such as
/// <see cref="SharedMemoryAtomics.Increment{T}(SharedValue{T})"/>, or a lock. Each takes a page of memory and an open file:
/// for many values use one array.
/// </remarks>
[TravelsBy(typeof(SegmentViewCodec<>))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SharedValue<T> : IDisposable, ISegmentView<SharedValue<T>>
    where T : unmanaged
{
    private readonly SharedArray<T> _array;

    /// <summary>Makes a value.</summary>
    /// <param name="value">What it is at first.</param>
    /// <exception cref="IOException">
    /// The system's shared memory (/dev/shm on Linux) is full, or this process has too many files open.
    /// </exception>
    public SharedValue(T value = default)
        : this(new SharedArray<T>(1)) => Value = value;

    private SharedValue(SharedArray<T> array) => _array = array;

    /// <summary>The value: read and set as a variable that threads share.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public T Value
    {
        get => _array.Get(0);
        set => _array.Set(0, value);
    }

    internal SharedArray<T> Array => _array;

    SegmentLease ISegmentView<SharedValue<T>>.Lease => Lease(_array);

    /// <inheritdoc cref="SharedArray{T}.Read"/>
    public T Read() => _array.Read(0);

    /// <inheritdoc cref="SharedArray{T}.Write"/>
    /// <param name="value">What it is to be.</param>
    public void Write(T value) => _array.Write(0, value);

    /// <inheritdoc cref="SharedArray{T}.Exchange"/>
    /// <param name="value">What it is to be.</param>
    public T Exchange(T value) => _array.Exchange(0, value);

    /// <inheritdoc cref="SharedArray{T}.CompareExchange"/>
    /// <param name="value">What it is to be.</param>
    /// <param name="comparand">What it must be now, bit by bit.</param>
    public T CompareExchange(T value, T comparand) => _array.CompareExchange(0, value, comparand);

    /// <inheritdoc cref="SharedArray{T}.Dispose"/>
    public void Dispose() => _array.Dispose();

    /// <summary>The value as text.</summary>
    public override string ToString()
    {
        T value;
        try
        {
            value = Value;
        }
        catch (ObjectDisposedException)
        {
            return $"SharedValue<{typeof(T).Name}>, disposed";
        }

        return $"{value}";
    }

    static SharedValue<T> ISegmentView<SharedValue<T>>.Of(SegmentLease lease) =>
        new(Of<SharedArray<T>>(lease));

    private static SegmentLease Lease(ISegmentView<SharedArray<T>> array) => array.Lease;

    private static TView Of<TView>(SegmentLease lease)
        where TView : ISegmentView<TView> => TView.Of(lease);
}

using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// An array in memory that processes share, as <c>multiprocessing.Array</c> in Python: each that has it sees what the others
/// write.
/// </summary>
/// <typeparam name="T">Numbers, or structs of numbers.</typeparam>
/// <remarks>
/// <para>
/// It can be captured by a function, sent as an item, returned as a result and put in a queue. Only a handle travels, nothing
/// is copied; it works among the program, its workers and theirs, in either direction.
/// </para>
/// <para>
/// The memory lives as long as a process uses it, whichever made it, and is gone when the last has disposed it or has ended,
/// however it ended: nothing is left behind. Until the other side has opened it, the process that passed it on must run; one
/// that has ended by then makes the reading fail with <see cref="InvalidOperationException"/>.
/// </para>
/// <para>
/// Reading and writing elements is as in an array that threads share: who changes an element that others change as well does
/// so with the atomic members, such as <see cref="SharedMemoryAtomics.Add{T}(SharedArray{T}, long, T)"/>, or under a lock.
/// </para>
/// <para>
/// <see cref="Dispose"/> when no longer needed, since the memory is not the garbage collector's: a forgotten array's memory is
/// given back late. Other threads may use the array meanwhile: its members then throw <see cref="ObjectDisposedException"/>. But
/// do not use a <see cref="Span"/>, a <see cref="Memory"/> or a reference to an element, as the indexer gives it, after that:
/// nothing guards them. On Linux and macOS they show zeros at first, and later nothing (the process ends with an
/// <see cref="AccessViolationException"/>); on Windows nothing at once. While you use one, keep the array in a <c>using</c> or
/// another place that is used later.
/// </para>
/// </remarks>
[TravelsBy(typeof(SegmentViewCodec<>))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe partial class SharedArray<T>
    : IEnumerable<T>,
        IDisposable,
        ISegmentView<SharedArray<T>>
    where T : unmanaged
{
    private readonly SegmentLease _lease;
    private SpanSource<T>? _source;

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative or larger than any memory.</exception>
    /// <exception cref="IOException">
    /// The system's shared memory (/dev/shm on Linux) cannot hold it, or this process has too many files open.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The machine has not that much memory left.</exception>
    public SharedArray(long length)
        : this(SegmentLease.Create(Bytes(length))) { }

    /// <summary>Makes an array with a copy of the given elements.</summary>
    /// <param name="items">The elements, such as an array or a collection expression.</param>
    /// <inheritdoc cref="SharedArray{T}(long)" path="/exception[@cref='IOException']"/>
    /// <inheritdoc cref="SharedArray{T}(long)" path="/exception[@cref='InsufficientMemoryException']"/>
    public SharedArray(ReadOnlySpan<T> items)
        : this(items.Length) => items.CopyTo(Span);

    private SharedArray(SegmentLease lease)
    {
        _lease = lease;
        Length = lease.Length / sizeof(T);
    }

    /// <summary>The number of elements; may be more than a <see cref="Span"/> can show.</summary>
    public long Length { get; }

    internal bool IsDisposed => _lease.Data is null;

    /// <summary>All elements, in place.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/>: use <see cref="AsSpan"/>.</exception>
    public Span<T> Span => new(Items, SpanLength);

    /// <summary>All elements, in place, for code that awaits and so cannot use a span.</summary>
    /// <inheritdoc cref="Span" path="/exception"/>
    public Memory<T> Memory
    {
        get
        {
            _ = Items;
            return (_source ??= new SpanSource<T>(this, SpanLength)).Memory;
        }
    }

    /// <summary>An element, in place: see the remarks on <see cref="Dispose"/>.</summary>
    /// <param name="index">Which, counted from 0.</param>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            T* items = Items;
            if ((ulong)index >= (ulong)Length)
            {
                throw NoSuchElement(index);
            }

            return ref items[index];
        }
    }

    SegmentLease ISegmentView<SharedArray<T>>.Lease
    {
        get
        {
            _ = Items;
            return _lease;
        }
    }

    private T* Items
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            T* items = (T*)_lease.Data;
            if (items is null)
            {
                throw Disposed();
            }

            return items;
        }
    }

    private int SpanLength =>
        Length <= int.MaxValue
            ? (int)Length
            : throw new InvalidOperationException(
                $"A span shows at most {int.MaxValue:N0} elements, the array has {Length:N0}: use AsSpan(start, length) or the indexer."
            );

    /// <summary>Some of the elements, in place.</summary>
    /// <param name="start">The first of them, counted from 0.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no such elements.</exception>
    public Span<T> AsSpan(long start, int length)
    {
        T* items = Items;
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return new Span<T>(items + start, length);
    }

    /// <summary>A copy in this process's own memory.</summary>
    /// <inheritdoc cref="Span" path="/exception"/>
    public T[] ToArray()
    {
        int length = SpanLength;
        Segment segment = _lease.Hold() ?? throw Disposed();
        try
        {
            return new ReadOnlySpan<T>(segment.Data, length).ToArray();
        }
        finally
        {
            Segments.Release(segment, keepAddresses: true);
        }
    }

    /// <summary>Goes through the elements as they are when it comes to each.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed, perhaps on the way.</exception>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Length; i++)
        {
            yield return Get(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Ends the use of the array through this object; its members throw <see cref="ObjectDisposedException"/> from then on.
    /// The memory is given back when no other process, and no other object in this one, has the array. What was sent before
    /// still arrives. May be called several times, and while others use the array, but for a <see cref="Span"/>, a
    /// <see cref="Memory"/> or a reference to an element.
    /// </summary>
    public void Dispose() => _lease.Dispose();

    /// <summary>What it is and how large.</summary>
    public override string ToString() =>
        IsDisposed
            ? $"SharedArray<{typeof(T).Name}>[{Length:N0}], disposed"
            : $"SharedArray<{typeof(T).Name}>[{Length:N0}], {Length * sizeof(T):N0} bytes";

    static SharedArray<T> ISegmentView<SharedArray<T>>.Of(SegmentLease lease) => new(lease);

    private static long Bytes(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        // Addresses have 47 bits; beyond that no request has a meaning.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (1L << 47) / sizeof(T));
        return length * sizeof(T);
    }

    private static ObjectDisposedException Disposed() =>
        new(
            $"SharedArray<{typeof(T).Name}>",
            "The shared array was disposed. One that is handed on, say as a result, must not be: whoever gets it disposes it."
        );

    private ArgumentOutOfRangeException NoSuchElement(long index) =>
        new(
            nameof(index),
            index,
            $"There is no such element: the shared array has {Length:N0}, counted from 0."
        );
}

using System.Numerics;
using Multiprocessing.Memory;

namespace Multiprocessing;

/// <summary>
/// Arithmetic as one step on shared memory, as <see cref="Interlocked"/> offers it, for every number of 1, 2, 4 or 8 bytes.
/// </summary>
public static class SharedMemoryAtomics
{
    /// <summary>Adds to a value as one step; on overflow it wraps around.</summary>
    /// <param name="array">Whose element.</param>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What to add.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes: use a lock.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public static T Add<T>(this SharedArray<T> array, long index, T value)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(array);
        if (Atomic.CanAdd<T>())
        {
            return array.AddAtOnce(index, value);
        }

        T seen = array.Read(index);
        while (true)
        {
            T sum = unchecked(seen + value);
            T found = array.CompareExchange(index, sum, seen);
            if (Atomic.Same(found, seen))
            {
                return sum;
            }

            seen = found;
        }
    }

    /// <summary>Adds 1 as one step.</summary>
    /// <inheritdoc cref="Add{T}(SharedArray{T}, long, T)"/>
    public static T Increment<T>(this SharedArray<T> array, long index)
        where T : unmanaged, INumberBase<T> => array.Add(index, T.One);

    /// <summary>Takes 1 away as one step.</summary>
    /// <returns>The difference.</returns>
    /// <inheritdoc cref="Add{T}(SharedArray{T}, long, T)"/>
    public static T Decrement<T>(this SharedArray<T> array, long index)
        where T : unmanaged, INumberBase<T> => array.Add(index, T.Zero - T.One);

    /// <param name="shared">Whose value.</param>
    /// <param name="value">What to add.</param>
    /// <inheritdoc cref="Add{T}(SharedArray{T}, long, T)"/>
    public static T Add<T>(this SharedValue<T> shared, T value)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(shared);
        return shared.Array.Add(0, value);
    }

    /// <param name="shared">Whose value.</param>
    /// <inheritdoc cref="Increment{T}(SharedArray{T}, long)"/>
    public static T Increment<T>(this SharedValue<T> shared)
        where T : unmanaged, INumberBase<T> => shared.Add(T.One);

    /// <param name="shared">Whose value.</param>
    /// <inheritdoc cref="Decrement{T}(SharedArray{T}, long)"/>
    public static T Decrement<T>(this SharedValue<T> shared)
        where T : unmanaged, INumberBase<T> => shared.Add(T.Zero - T.One);
}

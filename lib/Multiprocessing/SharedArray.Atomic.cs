using Multiprocessing.Memory;

namespace Multiprocessing;

/// <content>Elements as one step, with the meaning that <see cref="Interlocked"/> and <see cref="Volatile"/> give it.</content>
public sealed unsafe partial class SharedArray<T>
{
    /// <summary>Reads a value whole; what another process wrote before it is seen afterwards.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes: use a lock.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T Read(long index) => Atomic.Read(ref this[index]);

    /// <summary>Writes a value whole; whoever sees it also sees what this process wrote before.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public void Write(long index, T value) => Atomic.Write(ref this[index], value);

    /// <summary>Sets a value as one step.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <returns>What it was before.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public T Exchange(long index, T value) => Atomic.Exchange(ref this[index], value);

    /// <summary>Sets a value, if it is what is expected, as one step.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <param name="comparand">What it must be now, bit by bit.</param>
    /// <returns>What it was before: <paramref name="comparand"/> if it was set.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public T CompareExchange(long index, T value, T comparand) =>
        Atomic.CompareExchange(ref this[index], value, comparand);
}

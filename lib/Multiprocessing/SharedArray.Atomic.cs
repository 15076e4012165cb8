using System.Runtime.CompilerServices;
using Multiprocessing.Memory;

namespace Multiprocessing;

/// <content>
/// Elements as one step, with the meaning that <see cref="Interlocked"/> and <see cref="Volatile"/> give it, and whole ones.
/// Whoever disposes of the array meanwhile waits for these steps: they never meet memory that has gone.
/// </content>
public sealed unsafe partial class SharedArray<T>
{
    /// <summary>Reads a value whole; what another process wrote before it is seen afterwards.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> does not have 1, 2, 4 or 8 bytes: use a lock.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T Read(long index)
    {
        Atomic.Demand<T>();
        T* place = Enter(index, out Visitor visitor);
        T value = Atomic.Read(in *place);
        visitor.Leave();
        return value;
    }

    /// <summary>Writes a value whole; whoever sees it also sees what this process wrote before.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public void Write(long index, T value)
    {
        Atomic.Demand<T>();
        T* place = Enter(index, out Visitor visitor);
        Atomic.Write(ref *place, value);
        visitor.Leave();
    }

    /// <summary>Sets a value as one step.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <returns>What it was before.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public T Exchange(long index, T value)
    {
        Atomic.Demand<T>();
        T* place = Enter(index, out Visitor visitor);
        T before = Atomic.Exchange(ref *place, value);
        visitor.Leave();
        return before;
    }

    /// <summary>Sets a value, if it is what is expected, as one step.</summary>
    /// <param name="index">Which element, counted from 0.</param>
    /// <param name="value">What it is to be.</param>
    /// <param name="comparand">What it must be now, bit by bit.</param>
    /// <returns>What it was before: <paramref name="comparand"/> if it was set.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public T CompareExchange(long index, T value, T comparand)
    {
        Atomic.Demand<T>();
        T* place = Enter(index, out Visitor visitor);
        T before = Atomic.CompareExchange(ref *place, value, comparand);
        visitor.Leave();
        return before;
    }

    /// <summary>Adds, where <see cref="Atomic.CanAdd"/> says so.</summary>
    internal T AddAtOnce(long index, T value)
    {
        T* place = Enter(index, out Visitor visitor);
        T sum = Atomic.Add(ref *place, value);
        visitor.Leave();
        return sum;
    }

    /// <summary>An element as the indexer gives it, but a copy.</summary>
    internal T Get(long index)
    {
        T* place = Enter(index, out Visitor visitor);
        T value = *place;
        visitor.Leave();
        return value;
    }

    /// <summary>Sets an element as through the indexer.</summary>
    internal void Set(long index, T value)
    {
        T* place = Enter(index, out Visitor visitor);
        *place = value;
        visitor.Leave();
    }

    /// <summary>An element in place, which stays there until the visitor leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Enter(long index, out Visitor visitor)
    {
        if ((ulong)index >= (ulong)Length)
        {
            throw IsDisposed ? Disposed() : NoSuchElement(index);
        }

        visitor = Visitor.Own;
        T* items = (T*)_lease.Enter(visitor);
        return items is null ? throw Disposed() : items + index;
    }
}

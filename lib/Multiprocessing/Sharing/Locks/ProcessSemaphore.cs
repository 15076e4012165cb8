using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// Lets a number of processes in at a time, as <c>multiprocessing.Semaphore</c> does in Python and
/// <see cref="SemaphoreSlim"/> between threads.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same semaphore.
/// Those who wait are let in in the order in which they came.
/// </para>
/// <para>
/// <b>When a process ends</b>, in whatever way, without having released what it had entered, its slots are given back, though
/// never more than the semaphore began with.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait, and only if nothing has been entered yet.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it,
/// also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another
/// process also ends when it is garbage collected.
/// </para>
/// </remarks>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessSemaphore : IShared<ProcessSemaphore>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes a semaphore.</summary>
    /// <param name="initialCount">How many may enter at first.</param>
    /// <param name="maxCount">How many may be free at most; releasing beyond that is an error. Null: no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="initialCount"/> is negative, or <paramref name="maxCount"/> is less than 1 or than <paramref name="initialCount"/>.
    /// </exception>
    public ProcessSemaphore(int initialCount, int? maxCount = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(
            maxCount ?? int.MaxValue,
            Math.Max(1, initialCount),
            nameof(maxCount)
        );
        _object = SharedObject.Create(
            new SemaphoreBlueprint(initialCount, maxCount ?? int.MaxValue)
        );
    }

    private ProcessSemaphore(SharedObject shared) => _object = shared;

    /// <summary>How many may enter right now; another process may change that at any time.</summary>
    /// <exception cref="ObjectDisposedException">The semaphore has been disposed.</exception>
    public int CurrentCount =>
        BitConverter.ToInt32(_object.Ask((byte)SemaphoreVerb.Look)!.Value.Span);

    SharedObject IShared<ProcessSemaphore>.Object => _object;

    static ProcessSemaphore IShared<ProcessSemaphore>.At(SharedObject shared) => new(shared);

    /// <summary>Enters. Waits while nothing is free.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is then entered.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it was entered.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore has been disposed.</exception>
    public void Wait(CancellationToken cancellationToken = default) =>
        _object.Ask((byte)SemaphoreVerb.Wait, cancellationToken: cancellationToken);

    /// <summary>Enters if that is possible within that time.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    /// <param name="timeout">How long to wait; zero not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is then entered.</param>
    /// <returns>True when it was entered, false when nothing was free in time.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)SemaphoreVerb.Wait, default, timeout, cancellationToken) is not null;

    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        _object.AskAsync((byte)SemaphoreVerb.Wait, cancellationToken: cancellationToken);

    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public async Task<bool> WaitAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)SemaphoreVerb.Wait, default, timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Gives slots back: as many of those who wait enter.</summary>
    /// <param name="releaseCount">How many.</param>
    /// <returns>How many were free before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="releaseCount"/> is less than 1.</exception>
    /// <exception cref="SemaphoreFullException">More would be free than may be; nothing is released.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore has been disposed.</exception>
    public int Release(int releaseCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        byte[] content = BitConverter.GetBytes(releaseCount);
        return BitConverter.ToInt32(_object.Ask((byte)SemaphoreVerb.Release, content)!.Value.Span);
    }

    /// <summary>Ends the semaphore in all processes; those who wait for it get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _object.Dispose();
}

using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A place where a number of parties wait for each other, phase after phase, as <c>multiprocessing.Barrier</c> is in Python
/// and <see cref="Barrier"/> between threads.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same barrier.
/// Several parties may be threads of one process.
/// </para>
/// <para>
/// <b>When a process fails</b> that has the barrier (a worker of a pool: while it runs a call that has it; it is killed, crashes, ends with an exit code other than 0, or ends
/// while one of its threads waits), the barrier is broken for good: everybody who waits or comes later gets a
/// <see cref="BrokenBarrierException"/>.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait, and only if the last party has not come yet: the party then counts as not come.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it,
/// also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another
/// process also ends when it is garbage collected.
/// </para>
/// </remarks>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessBarrier : IShared<ProcessBarrier>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes a barrier.</summary>
    /// <param name="participantCount">How many must come until all go on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participantCount"/> is less than 1.</exception>
    public ProcessBarrier(int participantCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(participantCount, 1);
        _object = SharedObject.Create(new BarrierBlueprint(participantCount));
    }

    private ProcessBarrier(SharedObject shared) => _object = shared;

    /// <summary>How often all have come together so far; at first 0.</summary>
    /// <exception cref="ObjectDisposedException">The barrier has been disposed.</exception>
    public long CurrentPhaseNumber => BitConverter.ToInt64(Look());

    /// <summary>Whether a process that took part has failed.</summary>
    /// <exception cref="ObjectDisposedException">The barrier has been disposed.</exception>
    public bool IsBroken => Look()[sizeof(long)] != 0;

    SharedObject IShared<ProcessBarrier>.Object => _object;

    static ProcessBarrier IShared<ProcessBarrier>.At(SharedObject shared) => new(shared);

    /// <summary>Comes to the barrier and waits until all have come.</summary>
    /// <param name="cancellationToken">Ends the wait; this party then counts as not come.</param>
    /// <returns>The number of the phase that ended so, from 0.</returns>
    /// <exception cref="BrokenBarrierException">A process that took part has failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all had come.</exception>
    /// <exception cref="ObjectDisposedException">The barrier has been disposed.</exception>
    public long SignalAndWait(CancellationToken cancellationToken = default) =>
        BitConverter.ToInt64(
            _object
                .Ask((byte)BarrierVerb.SignalAndWait, cancellationToken: cancellationToken)!
                .Value.Span
        );

    /// <summary>Comes to the barrier and waits until all have come, for at most that long.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait; this party then counts as not come.</param>
    /// <returns>True when all have come; false when the time was up first, and this party then counts as not come.</returns>
    /// <inheritdoc cref="SignalAndWait(CancellationToken)" path="/exception"/>
    public bool SignalAndWait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)BarrierVerb.SignalAndWait, default, timeout, cancellationToken)
            is not null;

    /// <inheritdoc cref="SignalAndWait(CancellationToken)"/>
    public async Task<long> SignalAndWaitAsync(CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte>? phase = await _object
            .AskAsync((byte)BarrierVerb.SignalAndWait, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return BitConverter.ToInt64(phase!.Value.Span);
    }

    /// <inheritdoc cref="SignalAndWait(TimeSpan, CancellationToken)"/>
    public async Task<bool> SignalAndWaitAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)BarrierVerb.SignalAndWait, default, timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Ends the barrier in all processes; those who wait at it get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _object.Dispose();

    private ReadOnlySpan<byte> Look() => _object.Ask((byte)BarrierVerb.Look)!.Value.Span;
}

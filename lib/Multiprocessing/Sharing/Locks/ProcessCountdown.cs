using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// Lets processes wait until a number of signals has been given, as <see cref="CountdownEvent"/> does between threads.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same countdown.
/// </para>
/// <para>
/// <b>When a process fails</b> that was given the countdown and has neither signalled it nor waited for it, those who wait
/// get a <see cref="WorkerDiedException"/>; if nobody waits, the next who would, once. They may wait again.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it,
/// also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another
/// process also ends when it is garbage collected.
/// </para>
/// </remarks>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessCountdown : IShared<ProcessCountdown>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes a countdown.</summary>
    /// <param name="initialCount">How many signals are needed; with 0 nobody waits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialCount"/> is negative.</exception>
    public ProcessCountdown(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        _object = SharedObject.Create(new CountdownBlueprint(initialCount));
    }

    private ProcessCountdown(SharedObject shared) => _object = shared;

    /// <summary>How many signals are still missing.</summary>
    /// <exception cref="ObjectDisposedException">The countdown has been disposed.</exception>
    public int CurrentCount =>
        BitConverter.ToInt32(_object.Ask((byte)CountdownVerb.Look)!.Value.Span);

    /// <summary>Whether all signals have been given.</summary>
    /// <exception cref="ObjectDisposedException">The countdown has been disposed.</exception>
    public bool IsSet => CurrentCount == 0;

    SharedObject IShared<ProcessCountdown>.Object => _object;

    static ProcessCountdown IShared<ProcessCountdown>.At(SharedObject shared) => new(shared);

    /// <summary>Gives signals.</summary>
    /// <param name="signalCount">How many.</param>
    /// <returns>True if these were the last.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="signalCount"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">Fewer are missing; none is given.</exception>
    /// <exception cref="ObjectDisposedException">The countdown has been disposed.</exception>
    public bool Signal(int signalCount = 1) =>
        Change(CountdownVerb.Signal, signalCount) is [0, 0, 0, 0];

    /// <summary>Makes more signals needed.</summary>
    /// <param name="signalCount">How many more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="signalCount"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The countdown has reached zero.</exception>
    /// <exception cref="ObjectDisposedException">The countdown has been disposed.</exception>
    public void AddCount(int signalCount = 1) => Change(CountdownVerb.Add, signalCount);

    /// <summary>Waits until all signals have been given.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WorkerDiedException">A process that was to signal failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    /// <exception cref="ObjectDisposedException">The countdown has been disposed.</exception>
    public void Wait(CancellationToken cancellationToken = default) =>
        _object.Ask((byte)CountdownVerb.Wait, cancellationToken: cancellationToken);

    /// <summary>Waits until all signals have been given, for at most that long.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when all have been given, false when the time was up first.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)CountdownVerb.Wait, default, timeout, cancellationToken) is not null;

    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        _object.AskAsync((byte)CountdownVerb.Wait, cancellationToken: cancellationToken);

    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public async Task<bool> WaitAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)CountdownVerb.Wait, default, timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Ends the countdown in all processes; those who wait for it get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _object.Dispose();

    private byte[] Change(CountdownVerb verb, int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        return _object.Ask((byte)verb, BitConverter.GetBytes(signalCount))!.Value.ToArray();
    }
}

using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A signal that processes wait for, as <c>multiprocessing.Event</c> is in Python and <see cref="ManualResetEventSlim"/>
/// between threads: once set it lets everybody pass until it is reset.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same event.
/// </para>
/// <para>
/// <b>When a process fails</b> nothing happens to the event: nobody can know who was to set it. Wait with a timeout, or
/// watch the process.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it,
/// also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another
/// process also ends when it is garbage collected.
/// </para>
/// </remarks>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessEvent : IShared<ProcessEvent>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes an event.</summary>
    /// <param name="isSet">Whether it is set from the beginning.</param>
    public ProcessEvent(bool isSet = false)
        : this(SharedObject.Create(new EventBlueprint(isSet))) { }

    private ProcessEvent(SharedObject shared) => _object = shared;

    /// <summary>Whether it is set.</summary>
    /// <exception cref="ObjectDisposedException">The event has been disposed.</exception>
    public bool IsSet => _object.Ask((byte)EventVerb.Look)!.Value.Span[0] != 0;

    SharedObject IShared<ProcessEvent>.Object => _object;

    static ProcessEvent IShared<ProcessEvent>.At(SharedObject shared) => new(shared);

    /// <summary>Sets it: all who wait go on, and nobody waits until it is reset.</summary>
    /// <exception cref="ObjectDisposedException">The event has been disposed.</exception>
    public void Set() => _object.Ask((byte)EventVerb.Set);

    /// <summary>Makes those wait who come from now on.</summary>
    /// <exception cref="ObjectDisposedException">The event has been disposed.</exception>
    public void Reset() => _object.Ask((byte)EventVerb.Reset);

    /// <summary>Waits until it is set.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it was set.</exception>
    /// <exception cref="ObjectDisposedException">The event has been disposed.</exception>
    public void Wait(CancellationToken cancellationToken = default) =>
        _object.Ask((byte)EventVerb.Wait, cancellationToken: cancellationToken);

    /// <summary>Waits until it is set, for at most that long.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when it is set, false when the time was up first.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)EventVerb.Wait, default, timeout, cancellationToken) is not null;

    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public Task WaitAsync(CancellationToken cancellationToken = default) =>
        _object.AskAsync((byte)EventVerb.Wait, cancellationToken: cancellationToken);

    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public async Task<bool> WaitAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)EventVerb.Wait, default, timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Ends the event in all processes; those who wait for it get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _object.Dispose();
}

using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A lock that one process of a family holds at a time, as <c>multiprocessing.Lock</c> is in Python.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same lock. Those
/// who wait get it in the order in which they came.
/// </para>
/// <para>
/// The process owns it, not a thread: any thread may exit it, also after an <c>await</c>. It is not re-entrant: who enters
/// a second time in the same process waits like everybody else, so two threads of one process exclude each other as well. A
/// thread that waits for itself by <see cref="Enter"/> or <see cref="EnterScope"/> is refused.
/// </para>
/// <para>
/// <b>When the process that holds it ends</b>, in whatever way, the next owner gets the lock together with an
/// <see cref="AbandonedLockException"/>, once.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait, and only if the lock has not been given yet; then it counts as entered.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it,
/// also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another
/// process also ends when it is garbage collected.
/// </para>
/// </remarks>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessLock : IShared<ProcessLock>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes a lock that nobody holds.</summary>
    public ProcessLock()
        : this(SharedObject.Create(new LockBlueprint())) { }

    private ProcessLock(SharedObject shared) => _object = shared;

    SharedObject IShared<ProcessLock>.Object => _object;

    static ProcessLock IShared<ProcessLock>.At(SharedObject shared) => new(shared);

    /// <summary>Enters the lock. Waits while another holds it.</summary>
    /// <param name="cancellationToken">Ends the wait; the lock is then not entered.</param>
    /// <exception cref="AbandonedLockException">Entered, but the process that held it before ended without leaving it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the lock was entered.</exception>
    /// <exception cref="ObjectDisposedException">The lock has been disposed.</exception>
    /// <exception cref="LockRecursionException">This thread holds the lock already, and nothing could end its wait.</exception>
    public void Enter(CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            LockHold.ThrowIfHeldHere(_object.Number);
        }

        Entered(_object.Ask((byte)LockVerb.Enter, cancellationToken: cancellationToken));
    }

    /// <inheritdoc cref="Enter"/>
    public async Task EnterAsync(CancellationToken cancellationToken = default) =>
        Check(
            await _object
                .AskAsync((byte)LockVerb.Enter, cancellationToken: cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>Enters the lock if it is free within that time.</summary>
    /// <inheritdoc cref="Enter"/>
    /// <param name="timeout">How long to wait; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; the lock is then not entered.</param>
    /// <returns>True when it was entered, false when it was not free in time.</returns>
    public bool TryEnter(
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) => Entered(_object.Ask((byte)LockVerb.Enter, default, timeout, cancellationToken));

    /// <inheritdoc cref="TryEnter"/>
    public async Task<bool> TryEnterAsync(
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) =>
        Check(
            await _object
                .AskAsync((byte)LockVerb.Enter, default, timeout, cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>Enters the lock for the length of a <c>using</c> block. Waits while another holds it.</summary>
    /// <param name="cancellationToken">Ends the wait; the lock is then not entered.</param>
    /// <returns>What exits the lock when it is disposed.</returns>
    /// <exception cref="AbandonedLockException">
    /// The process that held it before ended without leaving it. Unlike <see cref="Enter"/>, this method has then exited the
    /// lock again, since there is no scope to do so.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled before the lock was entered.</exception>
    /// <exception cref="ObjectDisposedException">The lock has been disposed.</exception>
    public Scope EnterScope(CancellationToken cancellationToken = default)
    {
        try
        {
            Enter(cancellationToken);
        }
        catch (AbandonedLockException)
        {
            Exit();
            throw;
        }

        return new Scope(this);
    }

    /// <summary>Exits the lock: the next who waits gets it.</summary>
    /// <exception cref="SynchronizationLockException">This process does not hold it.</exception>
    /// <exception cref="ObjectDisposedException">The lock has been disposed.</exception>
    public void Exit()
    {
        LockHold.Exiting(_object.Number); // before: another thread may enter at once
        _object.Ask((byte)LockVerb.Exit);
    }

    /// <summary>Ends the lock in all processes; those who wait for it get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        LockHold.Exiting(_object.Number);
        _object.Dispose();
    }

    private bool Entered(ReadOnlyMemory<byte>? answer)
    {
        if (answer is not null)
        {
            LockHold.Entered(_object.Number);
        }

        return Check(answer);
    }

    private static bool Check(ReadOnlyMemory<byte>? answer)
    {
        if (answer is { IsEmpty: false } abandoned)
        {
            throw new AbandonedLockException(
                BitConverter.ToInt32(abandoned.Span),
                BitConverter.ToInt32(abandoned.Span[sizeof(int)..])
            );
        }

        return answer is not null;
    }

    /// <summary>The lock is held until this is disposed; disposing it again does nothing.</summary>
    public sealed class Scope : IDisposable, IStaysHome
    {
        private ProcessLock? _held;

        internal Scope(ProcessLock held) => _held = held;

        string IStaysHome.Remedy =>
            "What one process has entered another cannot exit: send the lock and enter it there.";

        /// <summary>Exits the lock.</summary>
        /// <exception cref="ObjectDisposedException">The lock has been disposed.</exception>
        public void Dispose() => Interlocked.Exchange(ref _held, null)?.Exit();
    }
}

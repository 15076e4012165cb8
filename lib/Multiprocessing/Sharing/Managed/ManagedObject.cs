using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// An object that lives in the first process of the family and that all its processes work with, as what a
/// <c>multiprocessing.Manager</c> holds is in Python: functions come to the object, not the object to them.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same object.
/// Functions that are invoked run in the process that owns the object, one at a time and in the order in which they came;
/// what they capture, their results and their exceptions travel by value, even in that process.
/// A function that invokes another on the same object, itself or through a worker that it calls, is refused: that one's turn
/// would never come.
/// </para>
/// <para>
/// <b>When a process fails</b>, its functions that have not begun are dropped; one that runs, runs to its end.
/// </para>
/// <para>
/// <b>Cancelling</b> works until the function begins; from then on its end is waited for.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives until some process disposes it; the object itself is then disposed too if it is
/// <see cref="IDisposable"/>, after the function that runs. Every further operation, and every function that has not begun,
/// throws <see cref="ObjectDisposedException"/>. One that was never sent to another process also ends when it is garbage
/// collected.
/// </para>
/// </remarks>
/// <typeparam name="T">The type of the object.</typeparam>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ManagedObject<T> : IShared<ManagedObject<T>>, IDisposable
{
    private readonly SharedObject _object;

    /// <summary>Makes a managed object that is created where it lives, when it is first needed.</summary>
    /// <param name="factory">Creates it. In a worker, what it captures travels to the first process.</param>
    /// <exception cref="NotSerializableException">In a worker: the factory captures something that cannot travel.</exception>
    public ManagedObject(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _object = SharedObject.Create(new ManagedBlueprint<T>(factory));
    }

    /// <summary>Makes a managed object of one that exists. In a worker, a copy of it travels to the first process.</summary>
    /// <param name="value">The object.</param>
    /// <exception cref="NotSerializableException">In a worker: the object cannot travel.</exception>
    public ManagedObject(T value) =>
        _object = SharedObject.Create(new ManagedBlueprint<T>(new Given<T>(value).Value));

    private ManagedObject(SharedObject shared) => _object = shared;

    SharedObject IShared<ManagedObject<T>>.Object => _object;

    static ManagedObject<T> IShared<ManagedObject<T>>.At(SharedObject shared) => new(shared);

    /// <summary>Runs a function on the object and waits for its result. What it throws is thrown here.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="function">What to do with the object.</param>
    /// <param name="cancellationToken">Takes the function back if it has not begun.</param>
    /// <returns>A copy of what it returned.</returns>
    /// <exception cref="NotSerializableException">What the function captures or returns cannot travel.</exception>
    /// <exception cref="InvalidOperationException">It is called by a function that the same object runs, or that led here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it began.</exception>
    /// <exception cref="ObjectDisposedException">The managed object has been disposed.</exception>
    public TResult Invoke<TResult>(
        Func<T, TResult> function,
        CancellationToken cancellationToken = default
    ) =>
        Packed.Read<TResult>(
            _object.Ask((byte)ManagedVerb.Invoke, Pack(function), null, cancellationToken)!.Value
        );

    /// <summary>Runs an action on the object and waits until it is done. What it throws is thrown here.</summary>
    /// <inheritdoc cref="Invoke{TResult}(Func{T, TResult}, CancellationToken)" path="/exception"/>
    /// <param name="action">What to do with the object.</param>
    /// <param name="cancellationToken">Takes the action back if it has not begun.</param>
    public void Invoke(Action<T> action, CancellationToken cancellationToken = default) =>
        Invoke(Returning(action), cancellationToken);

    /// <inheritdoc cref="Invoke{TResult}(Func{T, TResult}, CancellationToken)"/>
    public async Task<TResult> InvokeAsync<TResult>(
        Func<T, TResult> function,
        CancellationToken cancellationToken = default
    )
    {
        ReadOnlyMemory<byte>? result = await _object
            .AskAsync((byte)ManagedVerb.Invoke, Pack(function), null, cancellationToken)
            .ConfigureAwait(false);
        return Packed.Read<TResult>(result!.Value);
    }

    /// <inheritdoc cref="Invoke(Action{T}, CancellationToken)"/>
    public Task InvokeAsync(Action<T> action, CancellationToken cancellationToken = default) =>
        InvokeAsync(Returning(action), cancellationToken);

    /// <summary>Ends it in all processes, and disposes the object if it is <see cref="IDisposable"/>.</summary>
    public void Dispose() => _object.Dispose();

    private static byte[] Pack<TResult>(Func<T, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Packed.Of<IManagedCall<T>>(new ManagedCall<T, TResult>(function), "the function");
    }

    private static Func<T, bool> Returning(Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ActionCall(action).Run;
    }

    private sealed class ActionCall(Action<T> action)
    {
        public bool Run(T target)
        {
            action(target);
            return true;
        }
    }
}

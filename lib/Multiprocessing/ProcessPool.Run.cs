using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>A function once.</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls a function in a worker and waits for its result (Python's <c>apply</c>).</summary>
    /// <param name="function">What to do. It travels with what it captures.</param>
    /// <param name="options">How the call is run; null for the defaults. Chunk sizes have no meaning here.</param>
    /// <exception cref="NotSerializableException">Something that the function captures, or its result, cannot travel.</exception>
    /// <exception cref="WorkerDiedException">The worker ended while it ran the function.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    /// <remarks>
    /// What the function throws is thrown here, as the same exception, with the worker's stack trace. A <see cref="ValueTask"/>
    /// that it gives is awaited in the worker, and a complete one comes back.
    /// </remarks>
    public TResult Run<TResult>(Func<TResult> function, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Waiting.For(token =>
            RunCore(Awaited.Result(function), function, token, options, isFetched: true)
        );
    }

    /// <inheritdoc cref="Run{TResult}(Func{TResult},MapOptions?)"/>
    /// <remarks>The function is awaited in the worker.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult Run<TResult>(Func<Task<TResult>> function, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Waiting.For(token =>
            RunCore(Awaited.Function(function), function, token, options, isFetched: true)
        );
    }

    /// <inheritdoc cref="Run{TResult}(Func{TResult},MapOptions?)"/>
    /// <param name="action">What to do. It travels with what it captures.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    public void Run(Action action, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        Waiting.For(token =>
            RunCore(Awaited.Function(action), action, token, options, isFetched: true)
        );
    }

    /// <inheritdoc cref="Run{TResult}(Func{TResult},MapOptions?)"/>
    /// <param name="action">What to do, awaited in the worker. It travels with what it captures.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    public void Run(Func<Task> action, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        Waiting.For(token =>
            RunCore(Awaited.Function(action), action, token, options, isFetched: true)
        );
    }

    /// <inheritdoc cref="Run{TResult}(Func{TResult},MapOptions?)"/>
    /// <summary>Calls a function in a worker (Python's <c>apply_async</c>).</summary>
    /// <param name="function">What to do. It travels with what it captures.</param>
    /// <param name="cancellationToken">
    /// Gives up the call: captured tokens are cancelled in the worker, and a worker still busy with it after half a second is
    /// ended and replaced. The task is cancelled when the worker has let go.
    /// </param>
    /// <param name="options">How the call is run; null for the defaults. Chunk sizes have no meaning here.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<TResult> RunAsync<TResult>(
        Func<TResult> function,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunCore(Awaited.Result(function), function, cancellationToken, options).Task;
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{TResult},CancellationToken,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult> RunAsync<TResult>(
        Func<Task<TResult>> function,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunCore(Awaited.Function(function), function, cancellationToken, options).Task;
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{TResult},CancellationToken,MapOptions?)"/>
    /// <param name="action">What to do. It travels with what it captures.</param>
    /// <param name="cancellationToken">Gives up the call, as for a function.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    public Task RunAsync(
        Action action,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunCore(Awaited.Function(action), action, cancellationToken, options).Task;
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{TResult},CancellationToken,MapOptions?)"/>
    /// <param name="action">What to do, awaited in the worker. It travels with what it captures.</param>
    /// <param name="cancellationToken">Gives up the call, as for a function.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    public Task RunAsync(
        Func<Task> action,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunCore(Awaited.Function(action), action, cancellationToken, options).Task;
    }

    internal RunCall<TResult> RunCore<TResult>(
        Func<TResult> function,
        Delegate original,
        CancellationToken cancellationToken,
        MapOptions? options,
        bool isFetched = false
    )
    {
        options = Checked(options, chunkSize: null);
        Parcel parcel = Pack(options, new RunWork<TResult>(function), original);
        var call = new RunCall<TResult>(parcel, options)
        {
            Fetcher = isFetched ? Environment.CurrentManagedThreadId : null,
        };
        _dispatcher.Submit(call, cancellationToken);
        return call;
    }
}

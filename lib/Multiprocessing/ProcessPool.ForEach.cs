using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>An action over items, for its effects.</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls an action for each item in the workers and waits until all are done.</summary>
    /// <param name="action">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)" path="/exception"/>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)" path="/remarks"/>
    public void ForEach<T>(Action<T> action, IEnumerable<T> items, MapOptions? options = null) =>
        Waiting.For(token => ForEachCore(Awaited.Function(action), action, items, options, token));

    /// <inheritdoc cref="ForEach{T}(Action{T},IEnumerable{T},MapOptions?)"/>
    /// <remarks>The action is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public void ForEach<T>(
        Func<T, Task> action,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => ForEachCore(Awaited.Function(action), action, items, options, token));

    /// <inheritdoc cref="ForEach{T}(Action{T},IEnumerable{T},MapOptions?)"/>
    /// <summary>Calls an action for each item in the workers.</summary>
    /// <param name="action">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the call, as in <c>MapAsync</c>.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task ForEachAsync<T>(
        Action<T> action,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ForEachCore(Awaited.Function(action), action, items, options, cancellationToken);

    /// <inheritdoc cref="ForEachAsync{T}(Action{T},IEnumerable{T},MapOptions?,CancellationToken)"/>
    /// <remarks>The action is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task ForEachAsync<T>(
        Func<T, Task> action,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ForEachCore(Awaited.Function(action), action, items, options, cancellationToken);

    private Task<bool[]> ForEachCore<T>(
        Func<T, bool> function,
        Delegate action,
        IEnumerable<T> items,
        MapOptions? options,
        CancellationToken cancellationToken
    ) =>
        MapCore(
            new MapWork<T, bool>(function),
            action,
            items,
            chunkSize: null,
            options,
            cancellationToken
        );
}

using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Items mapped and reduced to one value.</content>
public sealed partial class ProcessPool
{
    /// <summary>
    /// Calls a function for each item and reduces the results to one: first in the workers, each of which sends back one value for
    /// a chunk of items, then here.
    /// </summary>
    /// <param name="map">What to do with an item.</param>
    /// <param name="reduce">
    /// Makes one value of two. It must be associative, since it is applied to neighbours in whatever groups the chunks make; it
    /// need not be commutative, since the items' order is kept.
    /// </param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">There are no items, or the pool is closed.</exception>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)" path="/exception"/>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)" path="/remarks"/>
    public TResult MapReduce<T, TResult>(
        Func<T, TResult> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapReduceAsync(map, reduce, items, options, token));

    /// <inheritdoc cref="MapReduce{T,TResult}(Func{T,TResult},Func{TResult,TResult,TResult},IEnumerable{T},MapOptions?)"/>
    /// <param name="map">What to do with an item.</param>
    /// <param name="reduce">Makes one value of two; associative.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the call, as in <c>MapAsync</c>.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<TResult> MapReduceAsync<T, TResult>(
        Func<T, TResult> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        return ReduceCore(map, map, reduce, items, options, cancellationToken);
    }

    /// <inheritdoc cref="MapReduce{T,TResult}(Func{T,TResult},Func{TResult,TResult,TResult},IEnumerable{T},MapOptions?)"/>
    /// <remarks>The mapping function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult MapReduce<T, TResult>(
        Func<T, Task<TResult>> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapReduceAsync(map, reduce, items, options, token));

    /// <inheritdoc cref="MapReduceAsync{T,TResult}(Func{T,TResult},Func{TResult,TResult,TResult},IEnumerable{T},MapOptions?,CancellationToken)"/>
    /// <remarks>The mapping function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult> MapReduceAsync<T, TResult>(
        Func<T, Task<TResult>> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        return ReduceCore(Awaited.Function(map), map, reduce, items, options, cancellationToken);
    }

    private Task<TResult> ReduceCore<T, TResult>(
        Func<T, TResult> map,
        Delegate original,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(reduce);
        ArgumentNullException.ThrowIfNull(items);
        Awaited.ThrowIfNot<TResult>(original);
        options = Checked(options, chunkSize: null);
        T[] array = [.. items];
        if (array.Length == 0)
        {
            throw new InvalidOperationException(
                "There are no items to reduce to one value. Check for that before the call."
            );
        }

        var call = new ReduceCall<T, TResult>(
            Pack(options, new ReduceWork<T, TResult>(map, reduce), original, reduce),
            array,
            options,
            Sizer(options, original)
        );
        return Reduced(Submit(call, cancellationToken), reduce);
    }

    private static async Task<TResult> Reduced<TResult>(
        Task<TResult[]> chunks,
        Func<TResult, TResult, TResult> reduce
    ) => (await chunks.ConfigureAwait(false)).Aggregate(reduce);
}

using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>A function over items of which some may fail.</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls a function for each item in the workers and waits for what becomes of each: no item's failure ends the call.</summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <returns>
    /// An outcome for each item, in the order of the items: its value, or what the function threw, or why it could not run to its
    /// end (its worker died, its time was up, it or its result cannot travel).
    /// </returns>
    /// <exception cref="NotSerializableException">Something that the function captures cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    public Outcome<TResult>[] MapOutcomes<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapOutcomesAsync(function, items, options, token));

    /// <inheritdoc cref="MapOutcomes{T,TResult}(Func{T,TResult},IEnumerable{T},MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Outcome<TResult>[] MapOutcomes<T, TResult>(
        Func<T, Task<TResult>> function,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapOutcomesAsync(function, items, options, token));

    /// <inheritdoc cref="MapOutcomes{T,TResult}(Func{T,TResult},IEnumerable{T},MapOptions?)"/>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the call, as in <c>MapAsync</c>.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return OutcomesCore(function, function, items, options, cancellationToken);
    }

    /// <inheritdoc cref="MapOutcomesAsync{T,TResult}(Func{T,TResult},IEnumerable{T},MapOptions?,CancellationToken)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, Task<TResult>> function,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return OutcomesCore(
            Awaited.Function(function),
            function,
            items,
            options,
            cancellationToken
        );
    }

    private Task<Outcome<TResult>[]> OutcomesCore<T, TResult>(
        Func<T, TResult> function,
        Delegate original,
        IEnumerable<T> items,
        MapOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        Awaited.ThrowIfNot<TResult>(original);
        options = Checked(options, chunkSize: null);
        T[] array = [.. items];
        return Submit(
            new OutcomesCall<T, TResult>(
                Pack(options, new OutcomeWork<T, TResult>(function), original),
                array,
                options,
                Sizer(options, original)
            ),
            cancellationToken
        );
    }
}

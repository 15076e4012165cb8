using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Calls of other kinds of functions that give a <see cref="ValueTask{TResult}"/>: awaited in the worker, as those that give a <see cref="Task{TResult}"/>.</content>
public sealed partial class ProcessPool
{
    /// <inheritdoc cref="Run{TResult}(Func{Task{TResult}},MapOptions?)"/>
    public TResult Run<TResult>(Func<ValueTask<TResult>> function, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Waiting.For(token =>
            RunCore(Awaited.Function(function), function, token, options, isFetched: true)
        );
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{Task{TResult}},CancellationToken,MapOptions?)"/>
    public Task<TResult> RunAsync<TResult>(
        Func<ValueTask<TResult>> function,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunCore(Awaited.Function(function), function, cancellationToken, options).Task;
    }

    /// <inheritdoc cref="ForEach{T}(Func{T,Task},IEnumerable{T},MapOptions?)"/>
    public void ForEach<T>(
        Func<T, ValueTask> action,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => ForEachCore(Awaited.Function(action), action, items, options, token));

    /// <inheritdoc cref="ForEachAsync{T}(Func{T,Task},IEnumerable{T},MapOptions?,CancellationToken)"/>
    public Task ForEachAsync<T>(
        Func<T, ValueTask> action,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ForEachCore(Awaited.Function(action), action, items, options, cancellationToken);

    /// <inheritdoc cref="MapOutcomes{T,TResult}(Func{T,Task{TResult}},IEnumerable{T},MapOptions?)"/>
    public Outcome<TResult>[] MapOutcomes<T, TResult>(
        Func<T, ValueTask<TResult>> function,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapOutcomesAsync(function, items, options, token));

    /// <inheritdoc cref="MapOutcomesAsync{T,TResult}(Func{T,Task{TResult}},IEnumerable{T},MapOptions?,CancellationToken)"/>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, ValueTask<TResult>> function,
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

    /// <inheritdoc cref="MapReduce{T,TResult}(Func{T,Task{TResult}},Func{TResult,TResult,TResult},IEnumerable{T},MapOptions?)"/>
    public TResult MapReduce<T, TResult>(
        Func<T, ValueTask<TResult>> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null
    ) => Waiting.For(token => MapReduceAsync(map, reduce, items, options, token));

    /// <inheritdoc cref="MapReduceAsync{T,TResult}(Func{T,Task{TResult}},Func{TResult,TResult,TResult},IEnumerable{T},MapOptions?,CancellationToken)"/>
    public Task<TResult> MapReduceAsync<T, TResult>(
        Func<T, ValueTask<TResult>> map,
        Func<TResult, TResult, TResult> reduce,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        return ReduceCore(Awaited.Function(map), map, reduce, items, options, cancellationToken);
    }

    /// <inheritdoc cref="Stream{T,TResult}(Func{T,Task{TResult}},IEnumerable{T},bool,MapOptions?)"/>
    public ResultStream<TResult> Stream<T, TResult>(
        Func<T, ValueTask<TResult>> function,
        IEnumerable<T> items,
        bool ordered = true,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return StreamCore(Awaited.Function(function), function, items, ordered, options);
    }
}

using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Functions of several parameters over tuples (Python's <c>starmap</c>).</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls a function for each tuple in the workers, its values spread over the parameters (Python's <c>starmap</c>).</summary>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)"/>
    public TResult[] Map<T1, T2, TResult>(
        Func<T1, T2, TResult> function,
        IEnumerable<(T1, T2)> items,
        int? chunkSize = null,
        bool progress = false,
        MapOptions? options = null
    ) =>
        Shown(
            progress,
            items,
            options,
            (items, options, token) => MapAsync(function, items, chunkSize, token, options)
        );

    /// <inheritdoc cref="Map{T1,T2,TResult}(Func{T1,T2,TResult},IEnumerable{ValueTuple{T1,T2}},int?,bool,MapOptions?)"/>
    public TResult[] Map<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function,
        IEnumerable<(T1, T2, T3)> items,
        int? chunkSize = null,
        bool progress = false,
        MapOptions? options = null
    ) =>
        Shown(
            progress,
            items,
            options,
            (items, options, token) => MapAsync(function, items, chunkSize, token, options)
        );

    /// <summary>Calls a function for each tuple in the workers, its values spread over the parameters (Python's <c>starmap_async</c>).</summary>
    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,TResult},IEnumerable{T},int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T1, T2, TResult>(
        Func<T1, T2, TResult> function,
        IEnumerable<(T1, T2)> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<(T1, T2), TResult>(Spread.Function(function)),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="MapAsync{T1,T2,TResult}(Func{T1,T2,TResult},IEnumerable{ValueTuple{T1,T2}},int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function,
        IEnumerable<(T1, T2, T3)> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<(T1, T2, T3), TResult>(Spread.Function(function)),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );
}

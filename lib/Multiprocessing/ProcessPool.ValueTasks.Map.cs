using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Functions over items that give a <see cref="ValueTask{TResult}"/>: awaited in the worker, as those that give a <see cref="Task{TResult}"/>.</content>
public sealed partial class ProcessPool
{
    /// <inheritdoc cref="Map{T,TResult}(Func{T,Task{TResult}},IEnumerable{T},int?,bool,MapOptions?)"/>
    public TResult[] Map<T, TResult>(
        Func<T, ValueTask<TResult>> function,
        IEnumerable<T> items,
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

    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,Task{TResult}},IEnumerable{T},int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, ValueTask<TResult>> function,
        IEnumerable<T> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<T, TResult>(Awaited.Function(function)),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="Map{T,TResult}(Func{T,Random,Task{TResult}},IEnumerable{T},long,int?,bool,MapOptions?)"/>
    public TResult[] Map<T, TResult>(
        Func<T, Random, ValueTask<TResult>> function,
        IEnumerable<T> items,
        long seed,
        int? chunkSize = null,
        bool progress = false,
        MapOptions? options = null
    ) =>
        Shown(
            progress,
            items,
            options,
            (items, options, token) => MapAsync(function, items, seed, chunkSize, token, options)
        );

    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,Random,Task{TResult}},IEnumerable{T},long,int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Random, ValueTask<TResult>> function,
        IEnumerable<T> items,
        long seed,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new SeededWork<T, TResult>(Awaited.Function(function), seed),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="Map{T1,T2,TResult}(Func{T1,T2,Task{TResult}},IEnumerable{ValueTuple{T1,T2}},int?,bool,MapOptions?)"/>
    public TResult[] Map<T1, T2, TResult>(
        Func<T1, T2, ValueTask<TResult>> function,
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

    /// <inheritdoc cref="MapAsync{T1,T2,TResult}(Func{T1,T2,Task{TResult}},IEnumerable{ValueTuple{T1,T2}},int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T1, T2, TResult>(
        Func<T1, T2, ValueTask<TResult>> function,
        IEnumerable<(T1, T2)> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<(T1, T2), TResult>(Awaited.Function(Spread.Function(function))),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="Map{T1,T2,T3,TResult}(Func{T1,T2,T3,Task{TResult}},IEnumerable{ValueTuple{T1,T2,T3}},int?,bool,MapOptions?)"/>
    public TResult[] Map<T1, T2, T3, TResult>(
        Func<T1, T2, T3, ValueTask<TResult>> function,
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

    /// <inheritdoc cref="MapAsync{T1,T2,T3,TResult}(Func{T1,T2,T3,Task{TResult}},IEnumerable{ValueTuple{T1,T2,T3}},int?,CancellationToken,MapOptions?)"/>
    public Task<TResult[]> MapAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, ValueTask<TResult>> function,
        IEnumerable<(T1, T2, T3)> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<(T1, T2, T3), TResult>(Awaited.Function(Spread.Function(function))),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );
}

using System.Runtime.CompilerServices;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Asynchronous functions of several parameters over tuples.</content>
public sealed partial class ProcessPool
{
    /// <inheritdoc cref="Map{T1,T2,TResult}(Func{T1,T2,TResult},IEnumerable{ValueTuple{T1,T2}},int?,bool,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult[] Map<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> function,
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

    /// <inheritdoc cref="Map{T1,T2,T3,TResult}(Func{T1,T2,T3,TResult},IEnumerable{ValueTuple{T1,T2,T3}},int?,bool,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult[] Map<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> function,
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

    /// <inheritdoc cref="MapAsync{T1,T2,TResult}(Func{T1,T2,TResult},IEnumerable{ValueTuple{T1,T2}},int?,CancellationToken,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult[]> MapAsync<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> function,
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

    /// <inheritdoc cref="MapAsync{T1,T2,T3,TResult}(Func{T1,T2,T3,TResult},IEnumerable{ValueTuple{T1,T2,T3}},int?,CancellationToken,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult[]> MapAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> function,
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

using System.Runtime.CompilerServices;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Functions that draw random numbers, reproducibly.</content>
public sealed partial class ProcessPool
{
    /// <summary>
    /// Calls a function for each item in the workers and hands each item a stream of random numbers of its own.
    /// </summary>
    /// <param name="function">What to do with an item and its random numbers.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="seed">
    /// Where all randomness comes from: the same seed gives the item at the same index the same numbers, whatever the number of
    /// workers, the chunks, the retries, the operating system.
    /// </param>
    /// <param name="chunkSize">How many neighbouring items a worker gets at a time; null for what the pool finds best.</param>
    /// <param name="progress">True to show a bar that tells how far the call is.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)"/>
    /// <remarks>
    /// xoshiro256** (Blackman and Vigna 2021), seeded for each item by SplitMix64 (Steele, Lea and Flood 2014) from seed and index.
    /// </remarks>
    public TResult[] Map<T, TResult>(
        Func<T, Random, TResult> function,
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

    /// <inheritdoc cref="Map{T,TResult}(Func{T,Random,TResult},IEnumerable{T},long,int?,bool,MapOptions?)"/>
    /// <param name="function">What to do with an item and its random numbers.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="seed">Where all randomness comes from.</param>
    /// <param name="chunkSize">How many neighbouring items a worker gets at a time; null for what the pool finds best.</param>
    /// <param name="cancellationToken">Gives up the call, as in every <c>MapAsync</c>.</param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Random, TResult> function,
        IEnumerable<T> items,
        long seed,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new SeededWork<T, TResult>(function, seed),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="Map{T,TResult}(Func{T,Random,TResult},IEnumerable{T},long,int?,bool,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult[] Map<T, TResult>(
        Func<T, Random, Task<TResult>> function,
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

    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,Random,TResult},IEnumerable{T},long,int?,CancellationToken,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Random, Task<TResult>> function,
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
}

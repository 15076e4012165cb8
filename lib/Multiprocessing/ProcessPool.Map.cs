using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>A function over items.</content>
public sealed partial class ProcessPool
{
    // As Python's Pool.map cuts them: about four chunks a worker.
    private const int ChunksPerWorker = 4;

    /// <summary>Calls a function for each item in the workers and waits for all results.</summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="chunkSize">How many neighbouring items a worker gets at a time; null for about four chunks a worker.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="NotSerializableException">Something that the function captures, an item or a result cannot travel.</exception>
    /// <exception cref="WorkerDiedException">A worker ended while it ran an item.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    /// <remarks>
    /// What the function throws is thrown here, as the same exception, with the worker's stack trace; the first item to fail
    /// ends the call, items not yet begun do not run, and the pool stays usable.
    /// </remarks>
    public TResult[] Map<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        int? chunkSize = null
    ) => Waiting.For(token => MapAsync(function, items, chunkSize, token));

    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    public TResult[] Map<T, TResult>(
        Func<T, Task<TResult>> function,
        IEnumerable<T> items,
        int? chunkSize = null
    ) => Waiting.For(token => MapAsync(function, items, chunkSize, token));

    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?)"/>
    /// <summary>Calls a function for each item in the workers.</summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="chunkSize">How many neighbouring items a worker gets at a time; null for about four chunks a worker.</param>
    /// <param name="cancellationToken">
    /// Gives up the call: captured tokens are cancelled in the workers, items not yet begun do not run, and workers still busy
    /// with the call after half a second are ended and replaced. The task is cancelled when no worker runs the call any more.
    /// </param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapCore(function, function, items, chunkSize, cancellationToken);
    }

    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,TResult},IEnumerable{T},int?,CancellationToken)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Task<TResult>> function,
        IEnumerable<T> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapCore(Awaited.Function(function), function, items, chunkSize, cancellationToken);
    }

    private Task<TResult[]> MapCore<T, TResult>(
        Func<T, TResult> function,
        Delegate original,
        IEnumerable<T> items,
        int? chunkSize,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        if (chunkSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(chunkSize),
                chunkSize,
                "A chunk holds at least 1 item."
            );
        }

        T[] array = [.. items];
        int size =
            chunkSize
            ?? Math.Max(
                1,
                (int)Math.Ceiling(array.Length / ((double)WorkerCount * ChunksPerWorker))
            );
        Parcel parcel = Parcel.Pack(new MapWork<T, TResult>(function), original);
        var call = new MapCall<T, TResult>(parcel, array, size);
        _dispatcher.Submit(call, cancellationToken);
        return call.Task;
    }
}

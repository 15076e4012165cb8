using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Insight;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>A function over items.</content>
public sealed partial class ProcessPool
{
    /// <summary>Calls a function for each item in the workers and waits for all results.</summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="chunkSize">
    /// How many neighbouring items a worker gets at a time; null for chunks that grow while items are cheap and shrink towards the
    /// end. The same as <see cref="MapOptions.ChunkSize"/>, and goes before it.
    /// </param>
    /// <param name="progress">
    /// True to show a bar that tells how far the call is: in place under a notebook's cell or on a terminal, as one line at the end
    /// elsewhere.
    /// </param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="NotSerializableException">Something that the function captures, an item or a result cannot travel.</exception>
    /// <exception cref="WorkerDiedException">A worker ended while it ran an item, more often than it may be retried.</exception>
    /// <exception cref="TimeoutException">An item ran longer than <see cref="MapOptions.ItemTimeout"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A chunk size, time limit or number of retries makes no sense.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">The pool was terminated.</exception>
    /// <remarks>
    /// What the function throws is thrown here, as the same exception, with the worker's stack trace; the first item to fail
    /// ends the call, items not yet begun do not run, and the pool stays usable.
    /// </remarks>
    public TResult[] Map<T, TResult>(
        Func<T, TResult> function,
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

    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public TResult[] Map<T, TResult>(
        Func<T, Task<TResult>> function,
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

    /// <inheritdoc cref="Map{T,TResult}(Func{T,TResult},IEnumerable{T},int?,bool,MapOptions?)"/>
    /// <summary>Calls a function for each item in the workers.</summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">The items; read to the end before the first runs.</param>
    /// <param name="chunkSize">How many neighbouring items a worker gets at a time; null for what the pool finds best.</param>
    /// <param name="cancellationToken">
    /// Gives up the call: captured tokens are cancelled in the workers, items not yet begun do not run, and workers still busy
    /// with the call after half a second are ended and replaced. The task is cancelled when no worker runs the call any more.
    /// </param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        int? chunkSize = null,
        CancellationToken cancellationToken = default,
        MapOptions? options = null
    ) =>
        MapCore(
            new MapWork<T, TResult>(function),
            function,
            items,
            chunkSize,
            options,
            cancellationToken
        );

    /// <inheritdoc cref="MapAsync{T,TResult}(Func{T,TResult},IEnumerable{T},int?,CancellationToken,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Task<TResult>> function,
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

    private Task<TResult[]> MapCore<T, TResult>(
        ItemWork<T, TResult> work,
        Delegate original,
        IEnumerable<T> items,
        int? chunkSize,
        MapOptions? options,
        CancellationToken cancellationToken,
        [CallerArgumentExpression(nameof(original))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(original, name);
        options = Checked(options, chunkSize);
        ArgumentNullException.ThrowIfNull(items);
        Awaited.ThrowIfNot<TResult>(original);
        T[] array = [.. items];
        return Submit(
            new MapCall<T, TResult>(
                Pack(options, work, original),
                array,
                options,
                Sizer(options, original)
            ),
            cancellationToken
        );
    }

    /// <summary>Makes a call and waits for it, with a bar that shows how far it is if that is wanted.</summary>
    private static TResult[] Shown<T, TResult>(
        bool progress,
        IEnumerable<T> items,
        MapOptions? options,
        Func<IEnumerable<T>, MapOptions?, CancellationToken, Task<TResult[]>> map
    )
    {
        if (!progress || items is null)
        {
            return Waiting.For(token => map(items!, options, token));
        }

        T[] array = [.. items];
        options ??= new MapOptions();
        using var bar = new ProgressBar(array.Length, also: options.Progress);
        return Waiting.For(token => map(array, options with { Progress = bar }, token));
    }

    /// <summary>Packs the work, or one that also takes down its times.</summary>
    private Parcel Pack(MapOptions options, IWork work, params ReadOnlySpan<Delegate> functions) =>
        Parcel.Pack(
            _dispatcher.Code,
            options.Timeline is null ? work : new TimedWork(work),
            functions
        );

    private Task<TOutcome> Submit<TOutcome>(
        Call<TOutcome> call,
        CancellationToken cancellationToken
    )
    {
        _dispatcher.Submit(call, cancellationToken);
        return call.Task;
    }

    private ChunkSizer Sizer(MapOptions options, Delegate function) =>
        new(options.ChunkSize, WorkerCount, ItemCost.Of(function));

    private static MapOptions Checked(MapOptions? options, int? chunkSize)
    {
        options ??= new MapOptions();
        options = chunkSize is null ? options : options with { ChunkSize = chunkSize };
        if (options.ChunkSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                chunkSize is null ? nameof(options) : nameof(chunkSize),
                options.ChunkSize,
                "A chunk holds at least 1 item."
            );
        }

        if (options.ItemTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.ItemTimeout,
                "ItemTimeout must be longer than nothing; leave it null for no limit."
            );
        }

        if (options.Retries < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Retries,
                "Retries cannot be less than 0."
            );
        }

        if (options.StreamBufferLimit < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.StreamBufferLimit,
                "StreamBufferLimit is a number of bytes greater than 0."
            );
        }

        return options;
    }
}

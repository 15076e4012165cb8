using System.Runtime.CompilerServices;
using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>A function over items that come, and results that go, one by one.</content>
public sealed partial class ProcessPool
{
    // Chunks of which the pool chooses the size: small enough that a few of them bound what is held of an endless source.
    private const int MostStreamed = 1024;

    /// <summary>
    /// Calls a function for each item in the workers and gives the results as they come (Python's <c>imap</c> and
    /// <c>imap_unordered</c>). Items may be without end: they are taken from their source as results are taken from the stream.
    /// </summary>
    /// <param name="function">What to do with an item. It and what it captures is sent to each worker once per call.</param>
    /// <param name="items">
    /// The items, taken on a thread of the pool's own, ahead of the results by at most two chunks a worker; a chunk holds at most
    /// 1,024 items unless <see cref="MapOptions.ChunkSize"/> says otherwise. Fewer are taken ahead where they, or their results,
    /// are large: see <see cref="MapOptions.StreamBufferLimit"/>.
    /// </param>
    /// <param name="ordered">
    /// True for the results in the order of the items, false for each as soon as it is there. Cheap items travel in chunks, and
    /// so do their results: where one item may take much longer than its neighbours and their results are wanted meanwhile, ask
    /// for a <see cref="MapOptions.ChunkSize"/> of 1.
    /// </param>
    /// <param name="options">How the call is run; null for the defaults.</param>
    /// <returns>The results, to be enumerated by <c>foreach</c> or <c>await foreach</c>; the call is made when that begins.</returns>
    /// <exception cref="NotSerializableException">When enumerated: something that the function captures, an item or a result cannot travel.</exception>
    /// <exception cref="WorkerDiedException">When enumerated: a worker ended while it ran an item.</exception>
    /// <exception cref="InvalidOperationException">When enumerated: the pool is closed.</exception>
    /// <exception cref="ObjectDisposedException">When enumerated: the pool was terminated.</exception>
    public ResultStream<TResult> Stream<T, TResult>(
        Func<T, TResult> function,
        IEnumerable<T> items,
        bool ordered = true,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return StreamCore(function, function, items, ordered, options);
    }

    /// <inheritdoc cref="Stream{T,TResult}(Func{T,TResult},IEnumerable{T},bool,MapOptions?)"/>
    /// <remarks>The function is awaited in the worker, which runs one item at a time.</remarks>
    [OverloadResolutionPriority(1)]
    public ResultStream<TResult> Stream<T, TResult>(
        Func<T, Task<TResult>> function,
        IEnumerable<T> items,
        bool ordered = true,
        MapOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return StreamCore(Awaited.Function(function), function, items, ordered, options);
    }

    private ResultStream<TResult> StreamCore<T, TResult>(
        Func<T, TResult> function,
        Delegate original,
        IEnumerable<T> items,
        bool ordered,
        MapOptions? options
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        Awaited.ThrowIfNot<TResult>(original);
        MapOptions checkedOptions = Checked(options, chunkSize: null);
        return new ResultStream<TResult>(() =>
        {
            var call = new StreamCall<T, TResult>(
                Pack(checkedOptions, new MapWork<T, TResult>(function), original),
                checkedOptions,
                new ChunkSizer(
                    checkedOptions.ChunkSize,
                    WorkerCount,
                    new ItemCost(), // what it was last would draw many items ahead at once
                    MostStreamed
                ),
                WorkerCount,
                ordered
            );
            _dispatcher.Submit(call, CancellationToken.None);
            var source = new StreamSource<T, TResult>(_dispatcher, call, items);
            return new ResultStream<TResult>.Feed(
                call.Results,
                () =>
                {
                    if (call.Consumed())
                    {
                        // Not on this thread: to write and send items may take its time.
                        ThreadPool.UnsafeQueueUserWorkItem(
                            _ => _dispatcher.More(call, static _ => { }),
                            null
                        );
                    }
                },
                source.Stop
            );
        });
    }
}

using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A first-in, first-out queue that processes share, as <c>multiprocessing.Queue</c> is in Python and
/// <see cref="System.Collections.Concurrent.BlockingCollection{T}"/> between threads.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same queue. Items
/// travel by value. Those who wait are served in the order in which they came. All members may be called from several
/// threads and processes at once.
/// </para>
/// <para>
/// <b>When a process fails:</b> if one that has the queue (a worker of a pool: while it runs a call that has it) is killed, crashes or ends with an exit code other than 0, those
/// who wait for an item get a <see cref="WorkerDiedException"/>, for what they wait for may never come; if nobody waits, the
/// next who would wait gets it, once. Items that are in the queue are delivered before that, and whoever wants to go on just
/// takes again. A process that has only taken from the queue is no reason to tell. Likewise those who wait for room are told
/// when the last process that took from the queue has failed. An item that was handed to a process is lost with it.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait, and only if nothing has happened yet: an item that has already been handed out
/// is returned all the same, so none is ever lost.
/// </para>
/// <para>
/// <b>Lifetime:</b> the queue and its items live in the first process of the family until some process disposes it; then
/// every operation on it, also one that waits, throws <see cref="ObjectDisposedException"/> in every process. One that was
/// never sent to another process also ends when it is garbage collected.
/// </para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessQueue<T> : IShared<ProcessQueue<T>>, IDisposable
{
    private const string Item = "the item";

    private readonly SharedObject _object;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">How many items it holds at most: putting one more waits for room. Null: as many as memory does.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public ProcessQueue(int? capacity = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity ?? 1, 1, nameof(capacity));
        _object = SharedObject.Create(new QueueBlueprint(capacity ?? int.MaxValue));
    }

    private ProcessQueue(SharedObject shared) => _object = shared;

    /// <summary>How many items are in the queue; another process may change that at any time.</summary>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public int Count => Look().Count;

    /// <summary>Whether <see cref="CompleteAdding"/> has been called.</summary>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public bool IsAddingCompleted => Look().IsAddingCompleted;

    /// <summary>Whether <see cref="CompleteAdding"/> has been called and nothing is left to take.</summary>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public bool IsCompleted => Look() is { IsAddingCompleted: true, Count: 0 };

    SharedObject IShared<ProcessQueue<T>>.Object => _object;

    static ProcessQueue<T> IShared<ProcessQueue<T>>.At(SharedObject shared) => new(shared);

    /// <summary>Puts an item at the end. Waits for room if the queue is full.</summary>
    /// <param name="item">What to put; a copy of it travels.</param>
    /// <param name="cancellationToken">Ends the wait for room; the item is then not put.</param>
    /// <exception cref="NotSerializableException">The item cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The queue is complete, or was completed during the wait.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was room.</exception>
    /// <exception cref="WorkerDiedException">The queue is full and the last process that took from it failed.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public void Put(T item, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)QueueVerb.Put, Packed.Of(item, Item), null, cancellationToken);

    /// <inheritdoc cref="Put"/>
    public async Task PutAsync(T item, CancellationToken cancellationToken = default) =>
        await _object
            .AskAsync((byte)QueueVerb.Put, Packed.Of(item, Item), null, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Puts an item at the end if there is room within that time.</summary>
    /// <inheritdoc cref="Put"/>
    /// <param name="item">What to put; a copy of it travels.</param>
    /// <param name="timeout">How long to wait for room; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait for room; the item is then not put.</param>
    /// <returns>True when it was put, false when there was no room in time.</returns>
    public bool TryPut(
        T item,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) =>
        _object.Ask((byte)QueueVerb.Put, Packed.Of(item, Item), timeout, cancellationToken)
            is not null;

    /// <inheritdoc cref="TryPut"/>
    public async Task<bool> TryPutAsync(
        T item,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)QueueVerb.Put, Packed.Of(item, Item), timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Takes the first item. Waits for one if the queue is empty.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is then taken.</param>
    /// <exception cref="InvalidOperationException">The queue is complete and empty, or became so during the wait.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was an item.</exception>
    /// <exception cref="WorkerDiedException">The queue is empty, and a process that had it failed.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public T Take(CancellationToken cancellationToken = default) =>
        Read(_object.Ask((byte)QueueVerb.Take, cancellationToken: cancellationToken));

    /// <inheritdoc cref="Take"/>
    public async Task<T> TakeAsync(CancellationToken cancellationToken = default) =>
        Read(
            await _object
                .AskAsync((byte)QueueVerb.Take, cancellationToken: cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>Takes the first item if there is one within that time.</summary>
    /// <param name="item">The item taken, else the default value.</param>
    /// <param name="timeout">How long to wait for an item; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is then taken.</param>
    /// <returns>True when one was taken; false when none came in time, or the queue is complete and empty.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before there was an item.</exception>
    /// <exception cref="WorkerDiedException">The queue is empty, there is time to wait, and a process that had it failed.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public bool TryTake(
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    )
    {
        (bool taken, item) = TryRead(
            _object.Ask((byte)QueueVerb.Take, default, timeout, cancellationToken)
        );
        return taken;
    }

    /// <summary>Takes the first item if there is one within that time: <c>if (await queue.TryTakeAsync(limit) is (true, var item))</c>.</summary>
    /// <inheritdoc cref="TryTake" path="/exception"/>
    /// <param name="timeout">How long to wait for an item; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is then taken.</param>
    /// <returns>
    /// True and the item when one was taken; false and the default value when none came in time, or the queue is complete and
    /// empty.
    /// </returns>
    public async Task<(bool Taken, T? Item)> TryTakeAsync(
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) =>
        TryRead(
            await _object
                .AskAsync((byte)QueueVerb.Take, default, timeout, cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>
    /// Marks the queue as complete: nothing more can be put, and who takes or waits learns that no more comes once it is
    /// empty. Calling it again does nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public void CompleteAdding() => _object.Ask((byte)QueueVerb.Complete);

    /// <summary>
    /// Says that an item which was taken has been dealt with, as <c>task_done</c> does in Python: for those who wait in
    /// <see cref="Join(CancellationToken)"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was said more often than items were put.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public void TaskDone() => _object.Ask((byte)QueueVerb.TaskDone);

    /// <summary>
    /// Waits until <see cref="TaskDone"/> has been said of every item that was put, as <c>JoinableQueue.join</c> does in Python.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WorkerDiedException">
    /// A process ended before it had said so of what it took: those items are lost, and no longer waited for.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public void Join(CancellationToken cancellationToken = default) =>
        _object.Ask((byte)QueueVerb.Join, cancellationToken: cancellationToken);

    /// <summary>Waits until <see cref="TaskDone"/> has been said of every item that was put, for at most that long.</summary>
    /// <inheritdoc cref="Join(CancellationToken)"/>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when all are done, false when the time was up first.</returns>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _object.Ask((byte)QueueVerb.Join, default, timeout, cancellationToken) is not null;

    /// <inheritdoc cref="Join(CancellationToken)"/>
    public Task JoinAsync(CancellationToken cancellationToken = default) =>
        _object.AskAsync((byte)QueueVerb.Join, cancellationToken: cancellationToken);

    /// <inheritdoc cref="Join(TimeSpan, CancellationToken)"/>
    public async Task<bool> JoinAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) =>
        await _object
            .AskAsync((byte)QueueVerb.Join, default, timeout, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    /// <summary>Takes items, waiting for each, until the queue is complete and empty. Several may share the work so.</summary>
    /// <inheritdoc cref="Take"/>
    public IEnumerable<T> GetConsumingEnumerable(CancellationToken cancellationToken = default)
    {
        while (
            _object.Ask((byte)QueueVerb.Take, cancellationToken: cancellationToken)
                is { IsEmpty: false } item
        )
        {
            yield return Packed.Read<T>(item);
        }
    }

    /// <inheritdoc cref="GetConsumingEnumerable"/>
    public async IAsyncEnumerable<T> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation]
            CancellationToken cancellationToken = default
    )
    {
        while (
            await _object
                .AskAsync((byte)QueueVerb.Take, cancellationToken: cancellationToken)
                .ConfigureAwait(false)
                is { IsEmpty: false } item
        )
        {
            yield return Packed.Read<T>(item);
        }
    }

    /// <summary>Ends the queue in all processes; what is in it is gone, and those who wait get <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _object.Dispose();

    private QueueLook Look() => QueueLook.Read(_object.Ask((byte)QueueVerb.Look)!.Value.Span);

    private static (bool Taken, T? Item) TryRead(ReadOnlyMemory<byte>? answer) =>
        answer is { IsEmpty: false } item ? (true, Packed.Read<T>(item)) : default;

    private static T Read(ReadOnlyMemory<byte>? answer) =>
        answer is { IsEmpty: false } item
            ? Packed.Read<T>(item)
            : throw new InvalidOperationException(
                "The queue is complete and empty: there is nothing left to take."
            );
}

using System.Diagnostics;
using System.Threading.Channels;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// A function over items that come one by one, results handed out one by one. An item is held from when it is taken from its
/// source until its result is taken by the consumer, and only so many are held at a time, and so many bytes of them.
/// </summary>
internal sealed class StreamCall<T, TResult>(
    Parcel parcel,
    MapOptions options,
    ChunkSizer sizer,
    int workers,
    bool ordered
) : Call(parcel, options, sizer)
{
    // Each worker has a chunk, and another is ready for it.
    private const int ChunksHeld = 2;

    private readonly StreamResults<TResult> _results = new(ordered);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, T> _items = [];
    private readonly ItemRoom<T> _itemRoom = new(options.StreamBufferLimit / 2, workers);
    private readonly ResultRoom _resultRoom = new(
        options.StreamBufferLimit / 2,
        workers,
        sizer.MostAhead,
        each: StreamResults<TResult>.HaveOneSize ? Block<TResult>.Size : 0
    );
    private readonly Dictionary<long, long> _takenAt = [];
    private long _taken;
    private TaskCompletionSource? _sourceWaits;
    private bool _workersWait;
    private Exception? _sourceError;
    private volatile bool _sourceEnded;
    private volatile bool _over;

    /// <summary>The results; ends with what failed.</summary>
    public ChannelReader<TResult> Results => _results.Reader;

    /// <inheritdoc/>
    public override string Verb => "Stream";

    /// <inheritdoc/>
    public override bool MoreMayCome => !_sourceEnded;

    /// <summary>True once no further item is wanted.</summary>
    public bool IsOver => _over;

    private bool HasRoomForItem =>
        _taken - _results.Taken < (long)ChunksHeld * workers * Sizer.Size
        && _itemRoom.HasRoom(_items.Count);

    /// <summary>Keeps an item and gives its index.</summary>
    public long Keep(T item)
    {
        lock (_gate)
        {
            _items.Add(_taken, item);
            _itemRoom.Taken(item);
            if (Options.Timeline is not null)
            {
                _takenAt.Add(_taken, Stopwatch.GetTimestamp());
            }

            return _taken++;
        }
    }

    /// <summary>The source has no more items, or failed.</summary>
    public void EndSource(Exception? error)
    {
        _sourceError = error;
        _sourceEnded = true;
    }

    /// <summary>The consumer wants no more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _over = true;
            LetSourceGoOn();
        }
    }

    /// <summary>Waits until another item may be taken from the source, or none is wanted any more.</summary>
    public void WaitForRoom()
    {
        Task room;
        lock (_gate)
        {
            if (_over || HasRoomForItem)
            {
                return;
            }

            _sourceWaits = new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            room = _sourceWaits.Task;
        }

        // The source's thread alone takes room, so it is still there afterwards. Waiting for a task looks for a moment first.
        room.GetAwaiter().GetResult();
    }

    /// <summary>The consumer has taken a result. True when workers waited for that.</summary>
    public bool Consumed()
    {
        lock (_gate)
        {
            _resultRoom.Remove(_results.Take());
            LetSourceGoOn();
            bool waited = _workersWait;
            _workersWait = false;
            return waited;
        }
    }

    /// <inheritdoc/>
    public override int WriteItems(in Chunk chunk, GraphWriter output)
    {
        var items = new T[chunk.Count];
        lock (_gate)
        {
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = _items[chunk.First + i];
            }
        }

        long before = output.Output.Length;
        int written = Items.Write(items, 0, chunk, mayCut: Options.ChunkSize is null, output);
        if (_itemRoom.MustMeasure)
        {
            lock (_gate)
            {
                _itemRoom.Wrote(chunk.Number, written, output.Output.Length - before);
                LetSourceGoOn();
            }
        }

        return written;
    }

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        if (StreamResults<TResult>.HaveOneSize)
        {
            using Block<TResult> block = results.ReadBlock<TResult>();
            Add(chunk.First, block.Values, []);
            return;
        }

        var values = new TResult[chunk.Count];
        long[] sizes = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            long before = results.ConsumedInAll;
            values[i] = results.Read<TResult>();
            sizes[i] = results.ConsumedInAll - before;
        }

        Add(chunk.First, values, sizes);
    }

    /// <inheritdoc/>
    protected override int RoomAt(long item)
    {
        // Asked for each item that is taken, so without the lock where there is much room: at worst a little less is left.
        int room = _resultRoom.Items(isAwaited: false);
        if (room > 0)
        {
            return room;
        }

        lock (_gate)
        {
            room = _resultRoom.Items(_results.Await(item));
            _workersWait = room == 0;
            return room;
        }
    }

    /// <inheritdoc/>
    protected override Chunk Reserve(in Chunk chunk)
    {
        if (_itemRoom.MustMeasure)
        {
            lock (_gate)
            {
                _itemRoom.Begin(chunk.Number);
            }
        }

        return chunk with
        {
            ResultLimit = _resultRoom.Reserve(chunk.Count),
        };
    }

    /// <inheritdoc/>
    protected override void Release(in Chunk chunk)
    {
        _resultRoom.Release(chunk.ResultLimit);
        if (_itemRoom.MustMeasure)
        {
            lock (_gate)
            {
                _itemRoom.End(chunk.Number);
                LetSourceGoOn();
            }
        }
    }

    /// <inheritdoc/>
    protected override Exception? LateError => _sourceError;

    /// <inheritdoc/>
    public override long? TakenAt(long item)
    {
        lock (_gate)
        {
            return _takenAt.Remove(item, out long ticks) ? ticks : null;
        }
    }

    /// <inheritdoc/>
    protected override void OnComplete() => Close(_sourceError);

    /// <inheritdoc/>
    protected override void OnFail(Exception error) => Close(error);

    /// <inheritdoc/>
    protected override void OnCancel(CancellationToken cancellationToken) =>
        Close(new OperationCanceledException(cancellationToken));

    private void LetSourceGoOn()
    {
        if (_sourceWaits is { } waits && (_over || HasRoomForItem))
        {
            _sourceWaits = null;
            waits.SetResult();
        }
    }

    private void Add(long first, Span<TResult> values, long[] sizes)
    {
        lock (_gate)
        {
            _resultRoom.Add(values.Length, sizes);
            for (int i = 0; i < values.Length; i++)
            {
                _items.Remove(first + i);
                _results.Add(first + i, values[i], sizes.Length == 0 ? 0 : sizes[i]);
            }

            LetSourceGoOn();
        }
    }

    private void Close(Exception? error)
    {
        _results.End(error);
        Stop();
    }
}

using System.Diagnostics;
using System.Threading.Channels;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// A function over items that come one by one, results handed out one by one. An item is held from when it is taken from its
/// source until its result is taken by the consumer, and only so many are held at a time.
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

    private readonly Channel<TResult> _results = Channel.CreateUnbounded<TResult>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Lock _gate = new();
    private readonly Dictionary<long, T> _items = [];
    private readonly Dictionary<long, TResult> _early = [];
    private readonly Dictionary<long, long> _takenAt = [];
    private TaskCompletionSource _room = NewSignal();
    private long _taken;
    private long _consumed;
    private long _nextResult;
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

    /// <summary>Keeps an item and gives its index.</summary>
    public long Keep(T item)
    {
        lock (_gate)
        {
            _items.Add(_taken, item);
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
            _room.TrySetResult();
        }
    }

    /// <summary>Completes when another item may be taken from the source, or none is wanted any more.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (_over || _taken - _consumed < (long)ChunksHeld * workers * Sizer.Size)
            {
                return Task.CompletedTask;
            }

            _room = _room.Task.IsCompleted ? NewSignal() : _room;
            return _room.Task;
        }
    }

    /// <summary>The consumer has taken a result.</summary>
    public void Consumed()
    {
        lock (_gate)
        {
            _consumed++;
            _room.TrySetResult();
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

        return Items.Write(items, 0, chunk, mayCut: Options.ChunkSize is null, output);
    }

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        using Block<TResult> block = Block<TResult>.Fits ? results.ReadBlock<TResult>() : default;
        TResult[] single = Block<TResult>.Fits ? [] : new TResult[chunk.Count];
        for (int i = 0; i < single.Length; i++)
        {
            single[i] = results.Read<TResult>();
        }

        Span<TResult> values = Block<TResult>.Fits ? block.Values : single;
        lock (_gate)
        {
            for (int i = 0; i < values.Length; i++)
            {
                _items.Remove(chunk.First + i);
                Deliver(chunk.First + i, values[i]);
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

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Deliver(long item, TResult result)
    {
        if (!ordered)
        {
            _results.Writer.TryWrite(result);
            return;
        }

        _early.Add(item, result);
        while (_early.Remove(_nextResult, out TResult? next))
        {
            _results.Writer.TryWrite(next);
            _nextResult++;
        }
    }

    private void Close(Exception? error)
    {
        _results.Writer.TryComplete(error);
        Stop();
    }
}

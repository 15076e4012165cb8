using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Memory;
using Multiprocessing.Parcels;
using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing.Workers;

/// <summary>What a worker keeps of a call: the parcel, opened when its first chunk runs, and the captured tokens' sources.</summary>
/// <param name="parcel">What the call sent.</param>
/// <param name="scopesLeases">Whether it says itself when shared memory that came with it is in use no more.</param>
internal sealed class CallScope(Frame parcel, bool scopesLeases)
    : ITokenTarget,
        ITokenNumbers,
        ISharedSink,
        IScopesLeases
{
    private readonly Lock _gate = new();
    private Dictionary<int, CancellationTokenSource>? _tokens; // made for the first of them
    private Frame _parcel = parcel;
    private OpenedParcel? _opened;
    private GraphReader? _items;
    private GraphWriter? _results;
    private bool _cancelled;

    // Made for the first lease: of what the call captured, and of the chunk's items and results.
    private LeaseScope? _leasesOfCall;
    private LeaseScope? _leasesOfChunk;
    private bool _isInChunk;

    /// <summary>The handles to shared objects that came with the call: with it they go.</summary>
    public Luggage Luggage { get; } = new();

    /// <inheritdoc/>
    public LeaseScope? LeaseScope =>
        !scopesLeases ? null
        : _isInChunk ? _leasesOfChunk ??= new LeaseScope()
        : _leasesOfCall ??= new LeaseScope();

    /// <summary>A chunk of it runs; guarded by <see cref="CallScopes"/>.</summary>
    public bool Runs { get; set; }

    /// <summary>The call has ended: its chunk is left at the next item.</summary>
    public bool Stopped { get; set; }

    public OpenedParcel Open(ICodeBook code)
    {
        if (_opened is null)
        {
            _opened = Parcel.Open(_parcel.Payload, _parcel.Apart, code, this);
            _parcel = default;
        }

        return _opened;
    }

    /// <summary>What reads a chunk's items and what takes their results, valid until the next chunk.</summary>
    public (GraphReader Items, GraphWriter Results) BeginChunk(
        ReadOnlyMemory<byte> payload,
        ApartArray[] apart,
        ICodeBook code
    )
    {
        _isInChunk = true;
        _items ??= new GraphReader(code, this);
        _items.BeginPayload(payload, apart, this);
        _results ??= new GraphWriter(new PayloadWriter(), code, new Reach(), this)
        {
            Materialise = true,
        };
        _results.BeginPayload();
        return (_items, _results);
    }

    /// <summary>The chunk's answer has been sent: nothing of it is kept.</summary>
    public void EndChunk()
    {
        _results?.Output.Clear();
        _items?.BeginPayload(default, ApartArray.None, this);
        _isInChunk = false;
        _leasesOfChunk?.End();
        _leasesOfChunk = null;
    }

    /// <summary>The call is over and nothing of it runs: what came with it is needed no more.</summary>
    public void End()
    {
        Luggage.Detach();
        _leasesOfCall?.End();
    }

    /// <inheritdoc/>
    public CancellationToken TokenAt(int index, bool isCancelled)
    {
        CancellationTokenSource source = Source(index);
        if (isCancelled)
        {
            CancelNow(source);
        }

        return source.Token;
    }

    /// <inheritdoc/>
    public int? NumberOf(CancellationToken token)
    {
        lock (_gate)
        {
            foreach ((int index, CancellationTokenSource source) in _tokens ?? [])
            {
                if (source.Token == token)
                {
                    return index;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Cancels what the parent's token number <paramref name="index"/> became here, even if it was not read yet;
    /// <see cref="Frame.AllTokens"/>: every token.
    /// </summary>
    public void Cancel(int index)
    {
        if (index != Frame.AllTokens)
        {
            Cancel(Source(index));
            return;
        }

        lock (_gate)
        {
            _cancelled = true;
            foreach ((_, CancellationTokenSource source) in _tokens ?? [])
            {
                Cancel(source);
            }
        }
    }

    private CancellationTokenSource Source(int index)
    {
        lock (_gate)
        {
            _tokens ??= [];
            if (!_tokens.TryGetValue(index, out CancellationTokenSource? source))
            {
                _tokens[index] = source = new CancellationTokenSource();
            }

            if (_cancelled)
            {
                Cancel(source);
            }

            return source;
        }
    }

    /// <summary>Whoever looks at the token from here on finds it cancelled; user code that is registered on it runs elsewhere.</summary>
    private static void CancelNow(CancellationTokenSource source) =>
        source
            .CancelAsync()
            .ContinueWith(
                static cancelled => Console.Error.WriteLine(cancelled.Exception!.Flatten()),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );

    // User code may be registered on a token: it must not keep the thread that reads frames.
    private static void Cancel(CancellationTokenSource source) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static source =>
            {
                try
                {
                    source.Cancel();
                }
                catch (AggregateException e)
                {
                    // What a registered callback throws has no caller here; it must not end the worker.
                    Console.Error.WriteLine(e.Flatten());
                }
            },
            source,
            preferLocal: false
        );
}

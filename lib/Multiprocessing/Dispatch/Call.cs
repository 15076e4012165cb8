using Multiprocessing.Insight;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// One call of a pool, as the dispatcher sees it: chunks to hand out, results to take in, an end. The dispatcher's lock
/// guards the numbers and <see cref="Backlog"/>; writing items and reading results happens outside it.
/// </summary>
internal abstract class Call(Parcel parcel, MapOptions options, ChunkSizer sizer)
{
    // Made when there is the first of them: hardly any call has one.
    private Dictionary<long, int>? _deaths;
    private Dictionary<long, int>? _losses;
    private Tellings? _untold;
    private int _lastChunk;

    // Who is called back in the middle of telling something would wait for himself.
    private readonly bool _isOfCallback = CallbackQueue.IsInside;

    /// <summary>Tells the call from others in frames.</summary>
    public int Id { get; set; }

    public Parcel Parcel => parcel;

    public MapOptions Options => options;

    public ChunkSizer Sizer => sizer;

    /// <summary>What no worker has.</summary>
    public Backlog Backlog { get; } = new();

    /// <summary>What the caller called.</summary>
    public abstract string Verb { get; }

    /// <summary>How many items there are; null where the end is not known.</summary>
    public virtual long? Total => null;

    /// <summary>
    /// The thread that reads the outcome itself as soon as it has sent the call; one that waits for others to send it does not.
    /// Null where nobody does.
    /// </summary>
    public int? Fetcher { get; init; }

    /// <summary>The call is one item: a worker that has answered it is done with the call.</summary>
    public bool IsSingle => Total == 1;

    /// <summary>How many items have a failure for an outcome that no worker handed over.</summary>
    public long Absorbed { get; private set; }

    /// <summary>The caller's context: output of its items belongs there.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    /// <summary>The call's place among those that have chunks to hand out, null when it has none.</summary>
    public LinkedListNode<Call>? Place { get; set; }

    /// <summary>The worker that was given a chunk last.</summary>
    public IWorkerLink? Worker { get; set; }

    /// <summary>How many chunks workers have.</summary>
    public int Running { get; private set; }

    /// <summary>True once the call's outcome is settled; what still runs of it no longer counts.</summary>
    public bool Ended { get; set; }

    /// <summary>The caller gave up; the call ends when its workers have let go of it.</summary>
    public CancellationToken? CancelledBy { get; set; }

    /// <summary>Numbers of captured tokens that are cancelled: a worker that gets the parcel later is told too.</summary>
    public List<int> CancelledTokens { get; } = [];

    /// <summary>Ends the registrations on tokens when the call has ended.</summary>
    public List<Func<bool>> Registrations { get; } = [];

    /// <summary>Tells whoever listens how the call went.</summary>
    public CallInsight? Insight { get; set; }

    /// <summary>Completes when what the call's workers have printed for it up to now has been shown, and their deaths logged; at once for a call made in a callback of either.</summary>
    public Task Told => _untold is null || _isOfCallback ? Task.CompletedTask : _untold.All;

    /// <summary>What the report of the call's progress threw; null if it did not.</summary>
    public Exception? ReportError { get; set; }

    /// <summary>Looks at the call from time to time, null for calls that need not be looked at.</summary>
    public CallWatch? Watch { get; set; }

    /// <summary>True while items may be added to <see cref="Backlog"/>.</summary>
    public virtual bool MoreMayCome => false;

    /// <summary>True when every item is done.</summary>
    public bool IsDone => Running == 0 && Backlog.Count == 0 && !MoreMayCome;

    /// <summary>True once a chunk turned out large: one at a time is enough then, and as much as there may be room for.</summary>
    public bool IsOfLargeChunks { get; set; }

    /// <summary>How many chunks a worker is given before it has answered the first of them.</summary>
    public int ChunksAhead => IsOfLargeChunks ? 1 : sizer.Ahead(Backlog.Count);

    /// <summary>True when there is something to hand out, and room for what comes of it.</summary>
    public bool MayBegin => Backlog.Count > 0 && RoomAt(Backlog.Next) > 0;

    /// <summary>Takes the next chunk off the call for a worker, of at most that many items.</summary>
    public Chunk NextChunk(int most)
    {
        int room = Math.Max(1, RoomAt(Backlog.Next));
        ItemRange items = Backlog.Take(Math.Min(Math.Min(most, room), sizer.Next(Backlog.Count)));
        Running++;
        return Reserve(new Chunk(_lastChunk++, items.First, (int)items.Count));
    }

    /// <summary>Notes what is to be told to others before the caller learns the call's outcome.</summary>
    /// <param name="teller">Who tells it, one thing after another.</param>
    /// <param name="told">Completes when it has been told.</param>
    public void Await(object teller, Task told)
    {
        if (!told.IsCompleted)
        {
            (_untold ??= new Tellings()).Add(teller, told);
        }
    }

    /// <summary>A worker no longer has the chunk.</summary>
    public void LetGo(in Chunk chunk)
    {
        Running--;
        Release(chunk);
    }

    /// <summary>A worker no longer has anything of the call.</summary>
    public void LetGo(IReadOnlyCollection<Chunk> chunks)
    {
        foreach (Chunk chunk in chunks)
        {
            LetGo(chunk);
        }
    }

    /// <summary>For how many items from that one on there is room; 0 when some results have to go first.</summary>
    protected virtual int RoomAt(long item) => int.MaxValue;

    /// <summary>Keeps room for what comes of a chunk, and notes in it how much.</summary>
    protected virtual Chunk Reserve(in Chunk chunk) => chunk;

    /// <summary>What was reserved for a chunk is not needed any more.</summary>
    protected virtual void Release(in Chunk chunk) { }

    /// <summary>
    /// A worker is dead that had these chunks. Says whether the call goes on, and gives back what has to run again.
    /// </summary>
    /// <param name="chunks">What the worker had, in the order in which it ran them.</param>
    /// <param name="item">The item that it stood at; null when it had not taken up any of them.</param>
    /// <param name="error">What became of the worker.</param>
    /// <param name="retried">The item that runs again although a worker stood at it.</param>
    public bool Survives(
        IReadOnlyCollection<Chunk> chunks,
        long? item,
        Exception error,
        out long? retried
    )
    {
        Chunk struck = item is { } at ? chunks.First(chunk => chunk.Holds(at)) : chunks.First();
        foreach (Chunk chunk in chunks.Reverse())
        {
            if (chunk != struck)
            {
                Backlog.PutBack(chunk.First, chunk.Count);
            }
        }

        return Survives(struck, item, error, out retried);
    }

    /// <summary>
    /// A chunk's worker is dead. Says whether the call goes on, and gives back what has to run again: all but the item that
    /// the worker stood at, and that one as well if it may be retried.
    /// </summary>
    /// <param name="chunk">What the worker had.</param>
    /// <param name="item">The item that it stood at; null when it had not taken the chunk up.</param>
    /// <param name="error">What became of the worker.</param>
    /// <param name="retried">The item that runs again although a worker stood at it.</param>
    private bool Survives(in Chunk chunk, long? item, Exception error, out long? retried)
    {
        retried = null;
        if (item is not { } at)
        {
            // Not the chunk's fault, so no retry is used up; but a chunk that worker after worker dies of before it begins,
            // say for lack of memory to receive it, must fail the call.
            bool lostTooOften = Count(ref _losses, chunk.First) > Math.Max(1, options.Retries);
            if (!lostTooOften)
            {
                Backlog.PutBack(chunk.First, chunk.Count);
            }

            return !lostTooOften;
        }

        bool again = error is WorkerDiedException && Count(ref _deaths, at) <= options.Retries;
        if (!again && !Absorb(at, error))
        {
            return false;
        }

        retried = again ? at : null;
        Backlog.PutBack(at + 1, chunk.First + chunk.Count - at - 1);
        Backlog.PutBack(at, again ? 1 : 0);
        Backlog.PutBack(chunk.First, at - chunk.First);
        return true;
    }

    /// <summary>Takes an item's failure as that item's outcome, and counts it; false where a failure ends the call.</summary>
    public bool Absorb(long item, Exception error)
    {
        bool absorbed = TryAbsorb(item, error);
        Absorbed += absorbed ? 1 : 0;
        return absorbed;
    }

    /// <summary>Takes an item's failure as that item's outcome; false where a failure ends the call.</summary>
    protected virtual bool TryAbsorb(long item, Exception error) => false;

    /// <summary>Writes a chunk's items; returns how many, which may be fewer where they are large.</summary>
    /// <exception cref="ItemException">An item cannot travel.</exception>
    public abstract int WriteItems(in Chunk chunk, GraphWriter output);

    /// <summary>When an item was taken from its source, in ticks of the stopwatch; null where all were there at once.</summary>
    public virtual long? TakenAt(long item) => null;

    /// <summary>Takes in a chunk's results.</summary>
    public abstract void ReadResults(in Chunk chunk, GraphReader results);

    /// <summary>All chunks are in: gives the caller the result.</summary>
    public void Complete()
    {
        Exception? error = ReportError ?? LateError;
        Insight?.End(error);
        if (ReportError is { } unreported)
        {
            OnFail(unreported);
        }
        else
        {
            OnComplete();
        }
    }

    public void Fail(Exception error)
    {
        Insight?.End(error);
        OnFail(error);
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        Insight?.End(new OperationCanceledException(cancellationToken));
        OnCancel(cancellationToken);
    }

    /// <summary>What fails the call although its items are done.</summary>
    protected virtual Exception? LateError => null;

    protected abstract void OnComplete();

    protected abstract void OnFail(Exception error);

    protected abstract void OnCancel(CancellationToken cancellationToken);

    private static int Count(ref Dictionary<long, int>? counts, long item)
    {
        counts ??= [];
        return counts[item] = counts.GetValueOrDefault(item) + 1;
    }
}

/// <summary>A call whose outcome is a <typeparamref name="TOutcome"/>.</summary>
internal abstract class Call<TOutcome>(Parcel parcel, MapOptions options, ChunkSizer sizer)
    : Call(parcel, options, sizer)
{
    // Continuations are the caller's code: they must not run on a worker's thread.
    private readonly TaskCompletionSource<TOutcome> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<TOutcome> Task => _outcome.Task;

    protected override void OnFail(Exception error) => _outcome.TrySetException(error);

    protected override void OnCancel(CancellationToken cancellationToken) =>
        _outcome.TrySetCanceled(cancellationToken);

    protected void Succeed(TOutcome outcome) => _outcome.TrySetResult(outcome);
}

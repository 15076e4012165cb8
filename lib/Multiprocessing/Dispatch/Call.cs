using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>Some of a call's items, to be run by one worker in one go.</summary>
internal readonly record struct Chunk(int Number, int First, int Count)
{
    /// <summary>True when a worker that stands at that item has taken up this chunk.</summary>
    public bool Holds(long item) => item >= First && item < First + (long)Count;
}

/// <summary>
/// One call of a pool, as the dispatcher sees it: chunks to hand out, results to take in, an end. The dispatcher's lock
/// guards the numbers; writing items and reading results happens outside it.
/// </summary>
internal abstract class Call(Parcel parcel)
{
    private readonly Stack<Chunk> _returned = [];
    private readonly HashSet<int> _everReturned = [];

    /// <summary>Tells the call from others in frames.</summary>
    public int Id { get; set; }

    public Parcel Parcel => parcel;

    /// <summary>The caller's context: output of its items belongs there.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    /// <summary>Chunks that workers have.</summary>
    public int Running { get; set; }

    /// <summary>True once the call's outcome is settled; what still runs of it no longer counts.</summary>
    public bool Ended { get; set; }

    /// <summary>The caller gave up; the call ends when its workers have let go of it.</summary>
    public CancellationToken? CancelledBy { get; set; }

    /// <summary>Numbers of captured tokens that are cancelled: a worker that gets the parcel later is told too.</summary>
    public List<int> CancelledTokens { get; } = [];

    /// <summary>Registrations on tokens, undone when the call ends.</summary>
    public List<CancellationTokenRegistration> Registrations { get; } = [];

    /// <summary>True while <see cref="NextChunk"/> has more.</summary>
    public bool HasChunks => _returned.Count > 0 || HasMore;

    /// <summary>True while <see cref="Next"/> has more.</summary>
    protected abstract bool HasMore { get; }

    /// <summary>Takes the next chunk off the call.</summary>
    public Chunk NextChunk() => _returned.TryPop(out Chunk chunk) ? chunk : Next();

    /// <summary>
    /// Gives back a chunk that no worker has begun; once only, for a chunk that worker after worker dies of before it begins,
    /// say for lack of memory to receive it, must fail the call.
    /// </summary>
    public bool TryReturn(in Chunk chunk)
    {
        bool first = _everReturned.Add(chunk.Number);
        if (first)
        {
            _returned.Push(chunk);
        }

        return first;
    }

    /// <summary>Cuts the next chunk.</summary>
    protected abstract Chunk Next();

    /// <summary>Writes a chunk's items.</summary>
    /// <exception cref="NotSerializableException">An item cannot travel.</exception>
    public abstract void WriteItems(in Chunk chunk, GraphWriter items);

    /// <summary>Takes in a chunk's results.</summary>
    public abstract void ReadResults(in Chunk chunk, GraphReader results);

    /// <summary>All chunks are in: gives the caller the result.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <summary>A call whose outcome is a <typeparamref name="TOutcome"/>.</summary>
internal abstract class Call<TOutcome>(Parcel parcel) : Call(parcel)
{
    // Continuations are the caller's code: they must not run on a worker's thread.
    private readonly TaskCompletionSource<TOutcome> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<TOutcome> Task => _outcome.Task;

    public override void Fail(Exception error) => _outcome.TrySetException(error);

    public override void Cancel(CancellationToken cancellationToken) =>
        _outcome.TrySetCanceled(cancellationToken);

    protected void Succeed(TOutcome outcome) => _outcome.TrySetResult(outcome);
}

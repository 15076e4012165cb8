using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Parcels;

/// <summary>
/// Where a worker stands in a chunk: for errors, for the parent should the worker die, for stopping between items, and for
/// handing back what there was no time for.
/// </summary>
/// <param name="shared">Where the parent sees the mark; null where worker and parent are one process.</param>
internal sealed class ItemProgress(ProgressCell? shared = null)
{
    /// <summary>Nothing runs.</summary>
    public const long None = -1;

    /// <summary>A function without items runs.</summary>
    public const long Whole = -2;

    // Results so large are on their way while the rest is computed, here or elsewhere, where the chunk may be cut.
    private const int EnoughBytes = 4 * 1024 * 1024;

    // Reading the clock costs as much as a trivial item, so it is not read before each while they are trivial; but often enough
    // that a long item behind trivial ones does not have many others for company.
    private const int LongestStride = 32;
    private static readonly long s_betweenLooks = Stopwatch.Frequency / 100_000;

    private long _first = None;
    private int _call;
    private volatile bool _stopped;
    private long _deadline;
    private long _enoughBytes;
    private long _resultLimit;
    private long _lastLook;
    private int _nextLook;
    private int _stride;

    /// <summary>The index within the call of the item that runs, or one of the constants above.</summary>
    public long Current { get; private set; } = None;

    /// <summary>The <see cref="ProgressMark"/> of where the worker stands.</summary>
    public long Mark { get; private set; }

    /// <summary>Takes down when items run; null where nobody wants to know.</summary>
    public ItemTimes? Times { get; set; }

    /// <summary>
    /// Takes up a chunk of a call. From here on a death is the chunk's: opening its parcel may already run user code.
    /// </summary>
    public void TakeUp(int call, in ChunkHeader chunk)
    {
        _call = call;
        _first = chunk.First;
        _stopped = false;
        _lastLook = Stopwatch.GetTimestamp();
        _deadline =
            chunk.BudgetMilliseconds == 0
                ? long.MaxValue
                : _lastLook + (chunk.BudgetMilliseconds * Stopwatch.Frequency / 1000);
        _resultLimit = chunk.ResultLimit;
        _enoughBytes =
            _resultLimit > 0 ? _resultLimit
            : chunk.BudgetMilliseconds > 0 ? EnoughBytes
            : long.MaxValue;
        _nextLook = _stride = 1;
        Current = chunk.First;
        Publish(ProgressMark.OfOpening(call, chunk.First));
    }

    /// <summary>Says that the chunk's item number <paramref name="offset"/> is about to run.</summary>
    /// <param name="offset">Its place in the chunk.</param>
    /// <param name="resultBytes">How many bytes the results of those before it take.</param>
    /// <returns>False when it shall not run, because the chunk's time is up or its results are large: it and those after it are handed back.</returns>
    /// <exception cref="ChunkStoppedException">The call has ended meanwhile: its other items need not run.</exception>
    public bool Begin(int offset, int resultBytes)
    {
        if (_stopped)
        {
            throw new ChunkStoppedException();
        }

        if (
            offset > 0
            && (
                resultBytes > _enoughBytes
                || (_deadline != long.MaxValue && offset >= _nextLook && IsTimeUp(offset))
            )
        )
        {
            return false;
        }

        if (offset > 0 && Forgetting.OpenSegments > 0 && shared is not null)
        {
            LetGoOfLost();
        }

        Times?.Begin();
        Move(_first == Whole ? Whole : _first + offset);
        return true;
    }

    /// <summary>
    /// Whether the chunk's results take more room than was kept for them: then the parent decides anew what is to be begun.
    /// </summary>
    public bool IsOverLimit(int resultBytes) => _resultLimit > 0 && resultBytes > _resultLimit;

    /// <summary>May be called from any thread.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Between two items of a process: each may have been handed memory, and nothing that the last one used is in use now.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LetGoOfLost()
    {
        Forgetting.ItemsBeginOrEnd();
        SegmentSweep.RunIfDue();
        Forgetting.ItemsBeginOrEnd();
    }

    private bool IsTimeUp(int offset)
    {
        long now = Stopwatch.GetTimestamp();
        bool trivial = now - _lastLook < s_betweenLooks;
        _stride = trivial ? Math.Min(_stride * 2, LongestStride) : 1;
        _nextLook = offset + _stride;
        _lastLook = now;
        return now > _deadline;
    }

    private void Move(long index)
    {
        Current = index;
        Publish(ProgressMark.Of(_call, index));
    }

    /// <remarks>Done for each item, however trivial: a store, and no call through a delegate.</remarks>
    private void Publish(long mark)
    {
        Mark = mark;
        if (shared is not null)
        {
            shared.Value = mark;
        }
    }
}

/// <summary>Leaves a chunk whose call has ended; never seen by users.</summary>
internal sealed class ChunkStoppedException : Exception;

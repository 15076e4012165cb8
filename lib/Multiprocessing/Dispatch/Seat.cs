using System.Diagnostics;
using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A pool's place for one worker: empty, starting, idle, or busy with chunks. Guarded by the dispatcher's lock.</summary>
internal sealed class Seat(CodeBook code)
{
    private readonly ChunkQueue _chunks = new();
    private GraphReader? _results;
    private long? _mark; // null: not looked at since it was given something or answered
    private long _activity;
    private long _standsSince;
    private long _waitedSince;
    private long _readySince;
    private long _taken;
    private long _busy;

    /// <summary>Null while the place is empty.</summary>
    public IWorkerLink? Link { get; set; }

    /// <summary>False while the worker starts.</summary>
    public bool Ready { get; set; }

    /// <summary>The worker runs the pool's initializer.</summary>
    public bool Initializing { get; set; }

    /// <summary>When the worker was started, in <see cref="Environment.TickCount64"/>.</summary>
    public long StartedAt { get; set; }

    /// <summary>The worker was told to end.</summary>
    public bool Leaving { get; set; }

    /// <summary>The worker was told to end because it has done its share: another takes its place at once.</summary>
    public bool Retired { get; set; }

    /// <summary>How many items the worker was given and has not handed back.</summary>
    public long ItemsTaken { get; set; }

    /// <summary>How many items the worker has done.</summary>
    public long ItemsDone { get; set; }

    /// <summary>The worker has done something: if it dies it is worth replacing at once.</summary>
    public bool Served { get; set; }

    /// <summary>What the worker is busy with, null when idle.</summary>
    public Call? Call { get; private set; }

    /// <summary>The chunks of <see cref="Call"/> that the worker has been given and has not answered, in the order in which it runs them.</summary>
    public IReadOnlyCollection<Chunk> Chunks => _chunks;

    /// <summary>Somebody is sending to the worker: the order of frames is theirs until they are done.</summary>
    public bool IsBeingSent { get; set; }

    /// <summary>What the worker is to be sent is still being written, so that it cannot have it yet.</summary>
    public bool IsBeingPacked { get; set; }

    /// <summary>The worker was asked to hand back what it has not begun, and has not done so yet.</summary>
    public bool Recalled { get; set; }

    /// <summary>Reads what the worker answers; one thread at a time does, the link's.</summary>
    public GraphReader Results => _results ??= new GraphReader(code);

    /// <summary>Why the pool ended the worker: what the item that it stood at gets for an error. Null for a death of its own.</summary>
    public Exception? EndedFor { get; set; }

    /// <summary>Calls whose parcel the worker has.</summary>
    public HashSet<Call> Parcels { get; } = [];

    /// <summary>The part of its time in which the worker had something to do, from 0 to 1.</summary>
    public double BusyShare
    {
        get
        {
            long now = Stopwatch.GetTimestamp();
            long busy = _busy + (Call is null ? 0 : now - _taken);
            return Ready ? Math.Clamp(busy / (double)Math.Max(1, now - _readySince), 0, 1) : 0;
        }
    }

    public bool IsIdle =>
        Link is not null && Ready && !Leaving && EndedFor is null && Call is null && !IsBeingSent;

    /// <summary>Whether the worker should be given chunks of the call: idle, or soon done with what it has of it.</summary>
    public bool Wants(Call call) =>
        IsIdle
        || (
            Call == call
            && !Leaving
            && EndedFor is null
            && !IsBeingSent
            && !Recalled
            && _chunks.Count <= call.ChunksAhead / 2
        );

    /// <summary>The item that the worker stands at; null when it has not taken up any of its chunks.</summary>
    public long? ItemAt() =>
        Link is { } link
        && Call is { } call
        && ProgressMark.ItemOf(link.Progress, call.Id) is { } item
        && _chunks.Holding(item) is not null
            ? item
            : null;

    /// <summary>How many items of its call the worker has done without having said so, as far as it can be seen.</summary>
    public long DoneUnsaid() => ItemAt() is { } item ? _chunks.ItemsBefore(item) : 0;

    /// <summary>The item that the worker stands at, or else the one that it is to take up next.</summary>
    public long NextItem => ItemAt() ?? _chunks.First.First;

    /// <summary>True while the worker runs an item; fetching code and opening the call's parcel come before.</summary>
    public bool RunsItem => ItemAt() is not null && ProgressMark.IsRunning(Link!.Progress);

    /// <summary>
    /// Since when, as far as was looked, the worker has run its item, in ticks of the clock given; or, while it runs none, since
    /// when it has not been at work on one either. A process may be at work for ever without coming to its item, so that counts
    /// for some time only.
    /// </summary>
    public long StandsSince(long now, TimeSpan mostActive)
    {
        long mark = Link!.Progress;
        if (mark != _mark || IsBeingPacked)
        {
            _mark = mark;
            _standsSince = _waitedSince = now;
        }
        else if (!RunsItem && IsActive() && !IsOver(mostActive, _waitedSince, now))
        {
            _standsSince = now;
        }

        return _standsSince;
    }

    private static bool IsOver(TimeSpan limit, long since, long now) =>
        limit != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(since, now) > limit;

    private bool IsActive()
    {
        long activity = Link!.Activity;
        bool hasChanged = activity != _activity;
        _activity = activity;
        return hasChanged;
    }

    /// <summary>The worker is up and can be given something to do.</summary>
    public void BecomeReady()
    {
        Ready = true;
        Initializing = false;
        _readySince = Stopwatch.GetTimestamp();
    }

    /// <summary>Gives the worker a chunk.</summary>
    public void Take(Call call, in Chunk chunk)
    {
        if (Call is null)
        {
            Call = call;
            _mark = null;
            _taken = Stopwatch.GetTimestamp();
        }

        _chunks.Add(chunk);
        ItemsTaken += chunk.Count;
    }

    /// <summary>The worker's chunk of that number, null when it has none such.</summary>
    public Chunk? ChunkOf(int number) => _chunks.Find(number);

    /// <summary>Of a chunk only the first items are the worker's.</summary>
    public void Cut(in Chunk chunk, int count)
    {
        _chunks.Replace(chunk with { Count = count });
        ItemsTaken -= chunk.Count - count;
    }

    /// <summary>The worker has nothing to do with the chunk any more.</summary>
    public void LetGo(int number)
    {
        _chunks.Remove(number);
        _mark = null;
        Served = true;
        if (_chunks.Count == 0)
        {
            Call = null;
            Recalled = false;
            _busy += Stopwatch.GetTimestamp() - _taken;
        }
    }

    public void Clear()
    {
        Link = null;
        Ready = false;
        Initializing = false;
        Leaving = false;
        Retired = false;
        ItemsTaken = 0;
        ItemsDone = 0;
        _busy = 0;
        Served = false;
        Call = null;
        _chunks.Clear();
        _results = null; // the old worker's may still be read
        Recalled = false;
        EndedFor = null;
        Parcels.Clear();
    }
}

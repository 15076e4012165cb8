namespace Multiprocessing.Sharing;

internal enum QueueVerb : byte
{
    Put = Verbs.FirstOwn,
    Take,
    Complete,
    Look,
    TaskDone,
    Join,
}

/// <summary>What <see cref="ProcessQueue{T}"/> is where it lives: packed items, and lines of those who put and take.</summary>
internal sealed class QueueResident : Resident
{
    private readonly int _capacity;
    private readonly Queue<ReadOnlyMemory<byte>> _items = [];
    private readonly Dictionary<int, Use> _uses = [];
    private readonly DeathNotices _deadProducers = new("while it held the queue");
    private readonly DeathNotices _deadConsumers = new(
        "and nobody else is known to take from the queue, which is full"
    );
    private readonly DeathNotices _lostItems = new(
        "before it had done what it took from the queue"
    );
    private readonly Dictionary<int, int> _inWork = [];
    private readonly Line _putting;
    private readonly Line _taking;
    private readonly Line _joining;
    private int _undone;
    private bool _complete;

    public QueueResident(int capacity)
    {
        _capacity = capacity;
        _putting = NewLine();
        _taking = NewLine();
        _joining = NewLine();
    }

    /// <summary>What a process has done with the queue; one that has only been given it may be about to do anything.</summary>
    [Flags]
    private enum Use
    {
        None = 0,
        Puts = 1,
        Takes = 2,
    }

    /// <inheritdoc/>
    public override string Name => nameof(ProcessQueue<>);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        switch ((QueueVerb)inquiry.Question.Verb)
        {
            case QueueVerb.Put:
                Note(inquiry.Asker, Use.Puts);
                Put(inquiry);
                break;
            case QueueVerb.Take:
                Note(inquiry.Asker, Use.Takes);
                Take(inquiry);
                break;
            case QueueVerb.Complete:
                Complete();
                inquiry.Answer();
                break;
            case QueueVerb.TaskDone when _undone == 0:
                inquiry.Fail(
                    new InvalidOperationException(
                        "Every item of the queue is done: TaskDone was called more often than items were put."
                    )
                );
                break;
            case QueueVerb.TaskDone:
                _inWork[inquiry.Asker] = _inWork.GetValueOrDefault(inquiry.Asker) - 1;
                AreDone(1);
                inquiry.Answer();
                break;
            case QueueVerb.Join when _lostItems.TryTell(inquiry):
                break;
            case QueueVerb.Join when _undone == 0:
                inquiry.Answer();
                break;
            case QueueVerb.Join:
                Wait(_joining, inquiry);
                break;
            case QueueVerb.Look:
                inquiry.Answer(new QueueLook(_items.Count, _complete).ToBytes());
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Attached(int process, byte facet) => Note(process, Use.None);

    /// <inheritdoc/>
    protected override void Detached(int process) => _uses.Remove(process);

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        if (_inWork.Remove(who.ProcessId, out int lost) && lost > 0)
        {
            _lostItems.Tell(who, _joining);
            AreDone(Math.Min(lost, _undone));
        }

        if (!_uses.Remove(who.ProcessId, out Use use) || !who.IsAbnormal)
        {
            return;
        }

        if (use != Use.Takes && !_complete)
        {
            _deadProducers.Tell(who, _taking);
        }

        if (use.HasFlag(Use.Takes) && !_uses.Values.Any(other => other.HasFlag(Use.Takes)))
        {
            _deadConsumers.Tell(who, _putting);
        }
    }

    private void Put(Inquiry inquiry)
    {
        if (_complete)
        {
            inquiry.Fail(Completed());
        }
        else if (_taking.TakeFirst() is { } taker)
        {
            _undone++;
            HandOut(taker, inquiry.Question.Content);
            inquiry.Answer();
        }
        else if (_items.Count < _capacity)
        {
            Store(inquiry);
        }
        else if (!_deadConsumers.TryTell(inquiry))
        {
            Wait(_putting, inquiry);
        }
    }

    private void Take(Inquiry inquiry)
    {
        if (_items.TryDequeue(out ReadOnlyMemory<byte> item))
        {
            HandOut(inquiry, item);
            if (_putting.TakeFirst() is { } next)
            {
                Store(next);
            }
        }
        else if (_complete)
        {
            inquiry.Answer(); // no packed item is without a byte
        }
        else if (!_deadProducers.TryTell(inquiry))
        {
            Wait(_taking, inquiry);
        }
    }

    private void Store(Inquiry putter)
    {
        _undone++;
        _items.Enqueue(putter.Question.Content);
        putter.Answer();
    }

    private void HandOut(Inquiry taker, ReadOnlyMemory<byte> item)
    {
        _inWork[taker.Asker] = _inWork.GetValueOrDefault(taker.Asker) + 1;
        taker.Answer(item);
    }

    private void AreDone(int items)
    {
        _undone -= items;
        foreach (Inquiry joiner in _undone == 0 ? _joining.TakeAll() : [])
        {
            joiner.Answer();
        }
    }

    private void Complete()
    {
        _complete = true;
        foreach (Inquiry taker in _taking.TakeAll())
        {
            taker.Answer();
        }

        foreach (Inquiry putter in _putting.TakeAll())
        {
            putter.Fail(Completed());
        }
    }

    private void Note(int process, Use use) =>
        _uses[process] = _uses.GetValueOrDefault(process) | use;

    private static InvalidOperationException Completed() =>
        new("The queue has been marked as complete: nothing more can be put into it.");
}

/// <summary>How a queue stands.</summary>
internal readonly record struct QueueLook(int Count, bool IsAddingCompleted)
{
    public byte[] ToBytes() =>
        [.. BitConverter.GetBytes(Count), IsAddingCompleted ? (byte)1 : (byte)0];

    public static QueueLook Read(ReadOnlySpan<byte> bytes) =>
        new(BitConverter.ToInt32(bytes), bytes[sizeof(int)] != 0);
}

/// <summary>A queue to be made.</summary>
internal sealed record QueueBlueprint(int Capacity) : IBlueprint
{
    public Resident Build() => new QueueResident(Capacity);
}

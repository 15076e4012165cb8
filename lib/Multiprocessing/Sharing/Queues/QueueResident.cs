namespace Multiprocessing.Sharing;

internal enum QueueVerb : byte
{
    Put = Verbs.FirstOwn,
    Take,
    Complete,
    Look,
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
    private readonly Line _putting;
    private readonly Line _taking;
    private bool _complete;

    public QueueResident(int capacity)
    {
        _capacity = capacity;
        _putting = NewLine();
        _taking = NewLine();
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
            taker.Answer(inquiry.Question.Content);
            inquiry.Answer();
        }
        else if (_items.Count < _capacity)
        {
            _items.Enqueue(inquiry.Question.Content);
            inquiry.Answer();
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
            inquiry.Answer(item);
            if (_putting.TakeFirst() is { } next)
            {
                _items.Enqueue(next.Question.Content);
                next.Answer();
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

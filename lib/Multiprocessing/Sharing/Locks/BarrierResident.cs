namespace Multiprocessing.Sharing;

internal enum BarrierVerb : byte
{
    SignalAndWait = Verbs.FirstOwn,
    Look,
}

/// <summary>What <see cref="ProcessBarrier"/> is where it lives.</summary>
internal sealed class BarrierResident : Resident
{
    private readonly int _participants;
    private readonly HashSet<int> _processes = [];
    private readonly Line _waiting;
    private long _phase;
    private Departure? _brokenBy;

    public BarrierResident(int participants)
    {
        _participants = participants;
        _waiting = NewLine();
    }

    /// <inheritdoc/>
    public override string Name => nameof(ProcessBarrier);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        if (inquiry.Question.Verb == (byte)BarrierVerb.Look)
        {
            byte broken = _brokenBy is null ? (byte)0 : (byte)1;
            inquiry.Answer((byte[])[.. BitConverter.GetBytes(_phase), broken]);
            return;
        }

        _processes.Add(inquiry.Asker);
        if (_brokenBy is { } who)
        {
            inquiry.Fail(new BrokenBarrierException(who.ProcessId, who.ExitCode));
        }
        else if (_waiting.Count + 1 < _participants)
        {
            Wait(_waiting, inquiry);
        }
        else
        {
            byte[] phase = BitConverter.GetBytes(_phase++);
            foreach (Inquiry waiting in _waiting.TakeAll().Append(inquiry))
            {
                waiting.Answer(phase);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Attached(int process, byte facet) => _processes.Add(process);

    /// <inheritdoc/>
    protected override void Detached(int process) => _processes.Remove(process);

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        bool tookPart = _processes.Remove(who.ProcessId) && who.IsAbnormal;
        if ((waited || tookPart) && _brokenBy is null)
        {
            _brokenBy = who;
            foreach (Inquiry waiting in _waiting.TakeAll())
            {
                waiting.Fail(new BrokenBarrierException(who.ProcessId, who.ExitCode));
            }
        }
    }
}

/// <summary>A barrier to be made.</summary>
internal sealed record BarrierBlueprint(int Participants) : IBlueprint
{
    public Resident Build() => new BarrierResident(Participants);
}

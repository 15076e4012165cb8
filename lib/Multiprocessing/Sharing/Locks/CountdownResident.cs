namespace Multiprocessing.Sharing;

internal enum CountdownVerb : byte
{
    Signal = Verbs.FirstOwn,
    Add,
    Wait,
    Look,
}

/// <summary>What <see cref="ProcessCountdown"/> is where it lives.</summary>
internal sealed class CountdownResident : Resident
{
    private readonly HashSet<int> _expected = [];
    private readonly DeathNotices _deaths = new("before it signalled the countdown");
    private readonly Line _waiting;
    private int _count;

    public CountdownResident(int count)
    {
        _count = count;
        _waiting = NewLine();
    }

    /// <inheritdoc/>
    public override string Name => nameof(ProcessCountdown);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        switch ((CountdownVerb)inquiry.Question.Verb)
        {
            case CountdownVerb.Signal:
                Signal(inquiry, BitConverter.ToInt32(inquiry.Question.Content.Span));
                break;
            case CountdownVerb.Add:
                Add(inquiry, BitConverter.ToInt32(inquiry.Question.Content.Span));
                break;
            case CountdownVerb.Look:
                inquiry.Answer(BitConverter.GetBytes(_count));
                break;
            case CountdownVerb.Wait when _count == 0:
                inquiry.Answer();
                break;
            case CountdownVerb.Wait:
                _expected.Remove(inquiry.Asker); // waits itself, so nobody waits for it
                if (!_deaths.TryTell(inquiry))
                {
                    Wait(_waiting, inquiry);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void Attached(int process, byte facet) => _expected.Add(process);

    /// <inheritdoc/>
    protected override void Detached(int process) => _expected.Remove(process);

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        if (_expected.Remove(who.ProcessId) && who.IsAbnormal && _count > 0)
        {
            _deaths.Tell(who, _waiting);
        }
    }

    private void Signal(Inquiry inquiry, int count)
    {
        if (count > _count)
        {
            inquiry.Fail(
                new InvalidOperationException(
                    $"The countdown stands at {_count} and cannot be signalled {count} times."
                )
            );
            return;
        }

        _expected.Remove(inquiry.Asker);
        _count -= count;
        inquiry.Answer(BitConverter.GetBytes(_count));
        if (_count == 0)
        {
            foreach (Inquiry waiting in _waiting.TakeAll())
            {
                waiting.Answer();
            }
        }
    }

    private void Add(Inquiry inquiry, int count)
    {
        if (_count == 0 || count > int.MaxValue - _count)
        {
            inquiry.Fail(
                new InvalidOperationException(
                    _count == 0
                        ? "The countdown has reached zero, so nothing can be added."
                        : $"The countdown stands at {_count}; {count} more is beyond what it can hold."
                )
            );
            return;
        }

        _count += count;
        inquiry.Answer();
    }
}

/// <summary>A countdown to be made.</summary>
internal sealed record CountdownBlueprint(int Count) : IBlueprint
{
    public Resident Build() => new CountdownResident(Count);
}

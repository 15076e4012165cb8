namespace Multiprocessing.Sharing;

internal enum EventVerb : byte
{
    Set = Verbs.FirstOwn,
    Reset,
    Wait,
    Look,
}

/// <summary>What <see cref="ProcessEvent"/> is where it lives.</summary>
internal sealed class EventResident : Resident
{
    private readonly Line _waiting;
    private bool _set;

    public EventResident(bool set)
    {
        _set = set;
        _waiting = NewLine();
    }

    /// <inheritdoc/>
    public override string Name => nameof(ProcessEvent);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        switch ((EventVerb)inquiry.Question.Verb)
        {
            case EventVerb.Wait when !_set:
                Wait(_waiting, inquiry);
                return;
            case EventVerb.Look:
                inquiry.Answer(new[] { _set ? (byte)1 : (byte)0 });
                return;
            case EventVerb.Set:
                _set = true;
                foreach (Inquiry waiting in _waiting.TakeAll())
                {
                    waiting.Answer();
                }

                break;
            case EventVerb.Reset:
                _set = false;
                break;
        }

        inquiry.Answer();
    }
}

/// <summary>An event to be made.</summary>
internal sealed record EventBlueprint(bool Set) : IBlueprint
{
    public Resident Build() => new EventResident(Set);
}

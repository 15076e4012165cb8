namespace Multiprocessing.Sharing;

internal enum LockVerb : byte
{
    Enter = Verbs.FirstOwn,
    Exit,
}

/// <summary>What <see cref="ProcessLock"/> is where it lives.</summary>
internal sealed class LockResident : Resident
{
    private readonly Line _entering;
    private int? _owner;
    private Departure? _abandoned;

    public LockResident() => _entering = NewLine();

    /// <inheritdoc/>
    public override string Name => nameof(ProcessLock);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        switch ((LockVerb)inquiry.Question.Verb)
        {
            case LockVerb.Enter when _owner is null:
                Give(inquiry);
                break;
            case LockVerb.Enter:
                Wait(_entering, inquiry);
                break;
            case LockVerb.Exit when _owner == inquiry.Asker:
                Release();
                inquiry.Answer();
                break;
            case LockVerb.Exit:
                inquiry.Fail(
                    new SynchronizationLockException(
                        $"Process {inquiry.Asker} cannot exit a lock that it does not hold."
                    )
                );
                break;
        }
    }

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        if (_owner == who.ProcessId)
        {
            _abandoned = who;
            Release();
        }
    }

    private void Release()
    {
        _owner = null;
        if (_entering.TakeFirst() is { } next)
        {
            Give(next);
        }
    }

    /// <summary>The answer names the process that left the lock behind, if one did.</summary>
    private void Give(Inquiry inquiry)
    {
        _owner = inquiry.Asker;
        inquiry.Answer(
            _abandoned is { } who
                ? (byte[])
                    [
                        .. BitConverter.GetBytes(who.ProcessId),
                        .. BitConverter.GetBytes(who.ExitCode),
                    ]
                : default
        );
        _abandoned = null;
    }
}

/// <summary>A lock to be made.</summary>
internal sealed record LockBlueprint : IBlueprint
{
    public Resident Build() => new LockResident();
}

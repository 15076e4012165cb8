namespace Multiprocessing.Sharing;

internal enum SemaphoreVerb : byte
{
    Wait = Verbs.FirstOwn,
    Release,
    Look,
}

/// <summary>
/// What <see cref="ProcessSemaphore"/> is where it lives. It notes how many slots each process has, to give those of a dead
/// one back, but never beyond what the semaphore began with: a semaphore that counts signals has no slots to lose.
/// </summary>
internal sealed class SemaphoreResident : Resident
{
    private readonly int _initial;
    private readonly int _most;
    private readonly Dictionary<int, int> _held = [];
    private readonly Line _waiting;
    private int _free;

    public SemaphoreResident(int initial, int most)
    {
        _initial = _free = initial;
        _most = most;
        _waiting = NewLine();
    }

    /// <inheritdoc/>
    public override string Name => nameof(ProcessSemaphore);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        switch ((SemaphoreVerb)inquiry.Question.Verb)
        {
            case SemaphoreVerb.Wait when _free > 0:
                Give(inquiry);
                break;
            case SemaphoreVerb.Wait:
                Wait(_waiting, inquiry);
                break;
            case SemaphoreVerb.Release:
                Release(inquiry, BitConverter.ToInt32(inquiry.Question.Content.Span));
                break;
            case SemaphoreVerb.Look:
                inquiry.Answer(BitConverter.GetBytes(_free));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        if (_held.Remove(who.ProcessId, out int held))
        {
            Free(Math.Clamp(_initial - _free - _held.Values.Sum(), 0, held));
        }
    }

    private void Release(Inquiry inquiry, int count)
    {
        if (count > _most - _free)
        {
            inquiry.Fail(new SemaphoreFullException());
            return;
        }

        int kept = _held.GetValueOrDefault(inquiry.Asker) - count;
        if (kept > 0)
        {
            _held[inquiry.Asker] = kept;
        }
        else
        {
            _held.Remove(inquiry.Asker);
        }

        inquiry.Answer(BitConverter.GetBytes(_free));
        Free(count);
    }

    private void Free(int count)
    {
        _free += count;
        while (_free > 0 && _waiting.TakeFirst() is { } next)
        {
            Give(next);
        }
    }

    private void Give(Inquiry inquiry)
    {
        _free--;
        _held[inquiry.Asker] = _held.GetValueOrDefault(inquiry.Asker) + 1;
        inquiry.Answer();
    }
}

/// <summary>A semaphore to be made.</summary>
internal sealed record SemaphoreBlueprint(int Initial, int Most) : IBlueprint
{
    public Resident Build() => new SemaphoreResident(Initial, Most);
}

namespace Multiprocessing.Sharing;

/// <summary>Questions that wait, first come first served. Guarded by the lock of the object that they wait for.</summary>
internal sealed class Line
{
    private readonly LinkedList<Inquiry> _waiting = new();

    public int Count => _waiting.Count;

    public void Add(Inquiry inquiry) => inquiry.Place = _waiting.AddLast(inquiry);

    /// <summary>Takes out who has waited longest; null when nobody waits.</summary>
    public Inquiry? TakeFirst()
    {
        Inquiry? first = _waiting.First?.Value;
        if (first is not null)
        {
            _waiting.RemoveFirst();
        }

        return first;
    }

    /// <summary>Takes that one out; false if it does not wait here (any more).</summary>
    public bool Remove(Inquiry inquiry)
    {
        if (inquiry.Place is not { } place || place.List != _waiting)
        {
            return false;
        }

        _waiting.Remove(place);
        return true;
    }

    /// <summary>Takes out all that a process asked, which has ended; how many they were.</summary>
    public int RemoveOf(int process)
    {
        Inquiry[] gone = [.. _waiting.Where(inquiry => inquiry.Asker == process)];
        foreach (Inquiry inquiry in gone)
        {
            Remove(inquiry);
            inquiry.GiveUp(); // nobody hears it, but whoever keeps the question can forget it
        }

        return gone.Length;
    }

    /// <summary>Takes out all.</summary>
    public Inquiry[] TakeAll()
    {
        Inquiry[] all = [.. _waiting];
        _waiting.Clear();
        return all;
    }
}

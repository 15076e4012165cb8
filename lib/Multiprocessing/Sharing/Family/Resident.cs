namespace Multiprocessing.Sharing;

/// <summary>What a new object is like, as it travels to the process that is to own it.</summary>
internal interface IBlueprint
{
    Resident Build();
}

/// <summary>
/// A shared object where it lives: a state and questions that wait for it to change. All its methods run under its lock and
/// never wait.
/// </summary>
internal abstract class Resident
{
    private readonly List<Line> _lines = [];

    // By process: how often it was given a handle and has not come to the end of what gave it.
    private readonly Dictionary<int, int> _handles = [];
    private bool _disposed;

    /// <summary>The public type, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>The worker that made it, 0 for the root.</summary>
    public int Maker { get; set; }

    /// <summary>Whether it has come to its end by itself, and can be forgotten.</summary>
    public virtual bool IsOver => false;

    /// <summary>Whether other processes may have a handle. As long as not, it ends with its maker.</summary>
    public bool Sent { get; private set; }

    protected Lock Gate { get; } = new();

    public static ObjectDisposedException Disposed(string name) =>
        new(name, $"The {name} has been disposed, in this process or another.");

    public void Receive(Inquiry inquiry)
    {
        lock (Gate)
        {
            if (_disposed)
            {
                inquiry.Fail(Disposed(Name));
                return;
            }

            switch (inquiry.Question.Verb)
            {
                case Verbs.Attach:
                    Sent = true;
                    _handles[inquiry.Asker] = _handles.GetValueOrDefault(inquiry.Asker) + 1;
                    Attached(inquiry.Asker, inquiry.Question.Facet);
                    break;
                case Verbs.Detach:
                    Detach(inquiry.Asker);
                    break;
                case Verbs.Sent:
                    Sent = true;
                    break;
                default:
                    Handle(inquiry);
                    break;
            }
        }
    }

    /// <summary>Takes a waiting question back, unless it has been answered: then the answer stands.</summary>
    public void GiveUp(Inquiry inquiry)
    {
        lock (Gate)
        {
            if (_lines.Exists(line => line.Remove(inquiry)))
            {
                inquiry.GiveUp();
            }
        }
    }

    /// <summary>A process has ended: nobody waits there any more, and what it held is free.</summary>
    public void Left(Departure who)
    {
        lock (Gate)
        {
            if (!_disposed)
            {
                _handles.Remove(who.ProcessId);
                int waited = _lines.Sum(line => line.RemoveOf(who.ProcessId));
                HasLeft(who, waited > 0);
            }
        }
    }

    /// <summary>Ends it: those who wait are told.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (Inquiry waiting in _lines.SelectMany(line => line.TakeAll()))
            {
                waiting.Fail(Disposed(Name));
            }

            Ended();
        }
    }

    /// <summary>A line that departures, disposal and giving up take care of.</summary>
    protected Line NewLine()
    {
        var line = new Line();
        _lines.Add(line);
        return line;
    }

    /// <summary>Lets a question wait, or gives it up if it does not want to.</summary>
    protected static void Wait(Line line, Inquiry inquiry)
    {
        if (inquiry.Question.MayWait)
        {
            line.Add(inquiry);
        }
        else
        {
            inquiry.GiveUp();
        }
    }

    private void Detach(int process)
    {
        // The root's own handles are not counted, and it is never missed.
        int left = _handles.GetValueOrDefault(process) - 1;
        if (left > 0)
        {
            _handles[process] = left;
        }
        else if (_handles.Remove(process) && process != Environment.ProcessId)
        {
            Detached(process);
        }
    }

    /// <summary>Answers a question of the object's own, now or later.</summary>
    protected abstract void Handle(Inquiry inquiry);

    /// <summary>A process has been given a handle.</summary>
    protected virtual void Attached(int process, byte facet) { }

    /// <summary>A process is done with the object: its end would be no loss, unless it uses the object again.</summary>
    protected virtual void Detached(int process) { }

    /// <summary>A process has ended; its waiting questions have been dropped.</summary>
    protected virtual void HasLeft(Departure who, bool waited) { }

    /// <summary>Nobody uses it any more.</summary>
    protected virtual void Ended() { }
}

using Multiprocessing.Links;

namespace Multiprocessing.Workers;

/// <summary>Chunks that a worker has been sent and has not begun, in order.</summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly Deque<Frame> _chunks = new();
    private bool _completed;
    private bool _isWaitedFor;

    /// <summary>True when there is a chunk, or never will be one again.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate)
            {
                return _chunks.Count > 0 || _completed;
            }
        }
    }

    /// <summary>True when there is no chunk, and never will be one again.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _chunks.Count == 0 && _completed;
            }
        }
    }

    public void Add(in Frame chunk)
    {
        lock (_gate)
        {
            _chunks.Add(chunk);
            Wake();
        }
    }

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Wake();
        }
    }

    /// <summary>The next chunk, if there is one now.</summary>
    public bool TryTake(out Frame chunk)
    {
        lock (_gate)
        {
            bool has = _chunks.Count > 0;
            chunk = has ? _chunks.TakeFirst() : default;
            return has;
        }
    }

    /// <summary>Waits until there is a chunk, or never will be one again.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (_chunks.Count == 0 && !_completed)
            {
                _isWaitedFor = true;
                Monitor.Wait(_gate);
                _isWaitedFor = false;
            }
        }
    }

    private void Wake()
    {
        if (_isWaitedFor)
        {
            Monitor.Pulse(_gate);
        }
    }
}

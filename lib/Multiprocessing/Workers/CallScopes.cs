using Multiprocessing.Links;

namespace Multiprocessing.Workers;

/// <summary>The calls that a worker knows, by number. Added and forgotten on the thread that reads frames, looked up on any.</summary>
internal sealed class CallScopes
{
    private readonly Dictionary<int, CallScope> _calls = [];

    public void Add(in Frame parcel)
    {
        lock (_calls)
        {
            _calls[parcel.Call] = new CallScope(parcel);
        }
    }

    /// <summary>Null for a call that is over.</summary>
    public CallScope? Find(int call)
    {
        lock (_calls)
        {
            return _calls.TryGetValue(call, out CallScope? found) ? found : null;
        }
    }

    /// <summary>Null for a call that was taken out before.</summary>
    public CallScope? Remove(int call)
    {
        lock (_calls)
        {
            return _calls.Remove(call, out CallScope? removed) ? removed : null;
        }
    }
}

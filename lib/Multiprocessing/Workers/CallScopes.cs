using Multiprocessing.Links;

namespace Multiprocessing.Workers;

/// <summary>The calls that a worker knows, by number. Added and forgotten on the thread that reads frames, looked up on any.</summary>
/// <param name="scopeLeases"><inheritdoc cref="CallScope" path="/param[@name='scopesLeases']"/></param>
internal sealed class CallScopes(bool scopeLeases)
{
    private readonly Dictionary<int, CallScope> _calls = [];

    public void Add(in Frame parcel)
    {
        lock (_calls)
        {
            _calls[parcel.Call] = new CallScope(parcel, scopeLeases);
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

    /// <summary>A chunk of the call is about to run. Null for a call that is over.</summary>
    public CallScope? TakeUp(int call)
    {
        lock (_calls)
        {
            if (!_calls.TryGetValue(call, out CallScope? found))
            {
                return null;
            }

            found.Runs = true;
            return found;
        }
    }

    /// <summary>The chunk has run. False if the call was removed meanwhile.</summary>
    public bool PutDown(int call, CallScope scope)
    {
        lock (_calls)
        {
            scope.Runs = false;
            return _calls.ContainsKey(call);
        }
    }

    /// <summary>Null for a call that was removed before.</summary>
    /// <param name="call">Which.</param>
    /// <param name="runs">Whether a chunk of it runs: whoever puts that down is told.</param>
    public CallScope? Remove(int call, out bool runs)
    {
        lock (_calls)
        {
            bool known = _calls.Remove(call, out CallScope? removed);
            runs = known && removed!.Runs;
            return removed;
        }
    }
}

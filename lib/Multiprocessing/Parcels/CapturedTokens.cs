using Multiprocessing.Sharing;

namespace Multiprocessing.Parcels;

/// <summary>
/// The cancellation tokens among what a call captures or sends. A token travels as its number in this list; the worker
/// makes one of its own for the number, and the parent tells it when the original is cancelled.
/// </summary>
internal sealed class CapturedTokens : ISharedSink
{
    private readonly List<CancellationToken> _tokens = [];
    private readonly HashSet<object> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>The handles to shared objects that travel with the tokens.</summary>
    public Luggage Luggage { get; } = new();

    /// <summary>Told of each new token and its number, and of those already here when set.</summary>
    private Action<int, CancellationToken>? _added;

    public int IndexOf(CancellationToken token)
    {
        lock (_tokens)
        {
            int index = _tokens.IndexOf(token);
            if (index < 0)
            {
                index = _tokens.Count;
                _tokens.Add(token);
                _added?.Invoke(index, token);
            }

            return index;
        }
    }

    /// <summary>
    /// Keeps from being collected, for as long as the call lasts, what its workers find only while this process has it.
    /// </summary>
    public void Keep(object shared)
    {
        lock (_kept)
        {
            _kept.Add(shared);
        }
    }

    public void Watch(Action<int, CancellationToken> added)
    {
        lock (_tokens)
        {
            _added = added;
            for (int i = 0; i < _tokens.Count; i++)
            {
                added(i, _tokens[i]);
            }
        }
    }
}

/// <summary>The worker's side of <see cref="CapturedTokens"/>.</summary>
internal interface ITokenTarget
{
    CancellationToken TokenAt(int index);
}

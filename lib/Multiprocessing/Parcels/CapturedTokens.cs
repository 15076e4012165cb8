using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// The cancellation tokens among what a call captures or sends. A token travels as its number in this list; the worker
/// makes one of its own for the number, and the parent tells it when the original is cancelled. What comes back with the
/// number, in a result or in the exception of a function that was cancelled, is the original again.
/// </summary>
internal sealed class CapturedTokens : ISharedSink, ITokenNumbers
{
    // Made when there is one: most calls capture none.
    private List<CancellationToken>? _tokens;
    private readonly Lock _gate = new();
    private readonly HashSet<object> _kept = new(ReferenceEqualityComparer.Instance);

    private Action<int, CancellationToken>? _added;

    /// <summary>The handles to shared objects that travel with the tokens.</summary>
    public Luggage Luggage { get; } = new();

    /// <summary>The tokens in what the call's workers send back.</summary>
    public ITokenTarget Returned => new Originals(this);

    /// <inheritdoc/>
    public int? NumberOf(CancellationToken token)
    {
        int index;
        Action<int, CancellationToken>? added;
        lock (_gate)
        {
            _tokens ??= [];
            index = _tokens.IndexOf(token);
            if (index >= 0)
            {
                return index;
            }

            index = _tokens.Count;
            _tokens.Add(token);
            added = _added;
        }

        added?.Invoke(index, token); // not under the lock: for a token that is cancelled it calls back at once
        return index;
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

    /// <summary>Told of each new token and its number, and of those already here.</summary>
    public void Watch(Action<int, CancellationToken> added)
    {
        CancellationToken[] here;
        lock (_gate)
        {
            _added = added;
            here = _tokens is null ? [] : [.. _tokens];
        }

        for (int i = 0; i < here.Length; i++)
        {
            added(i, here[i]);
        }
    }

    private sealed class Originals(CapturedTokens tokens) : ITokenTarget
    {
        public CancellationToken TokenAt(int index, bool isCancelled)
        {
            lock (tokens._gate)
            {
                return tokens._tokens![index];
            }
        }
    }
}

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>
/// The signatures of the latest messages: one that comes a second time was recorded by somebody and sent again, as each
/// message has an id of its own. Bounded, as a kernel runs for long.
/// </summary>
internal sealed class SeenSignatures
{
    private const int Most = 100_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();

    /// <returns>False where it has been there before.</returns>
    public bool Add(string signature)
    {
        lock (_gate)
        {
            if (!_seen.Add(signature))
                return false;
            _order.Enqueue(signature);
            if (_order.Count > Most)
                _seen.Remove(_order.Dequeue());
            return true;
        }
    }
}

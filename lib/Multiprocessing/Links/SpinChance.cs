using System.Diagnostics;

namespace Multiprocessing.Links;

/// <summary>
/// Looking again and again for a moment before a wait that lets the processor go. Where both sides of an exchange have a core,
/// it takes a fraction of what waking takes; where they share one, it keeps the other side from the very thing that is awaited.
/// So it is done only while it has lately paid: each time in vain makes it rarer, but one after many that paid is an accident.
/// </summary>
internal sealed class SpinChance
{
    // A small message there, a trivial function and a small message back take a third of it. Longer does not help: where the
    // other side has lost its core, as on shared machines it does, the moment is paid on top of the wait.
    private static readonly long s_moment = Stopwatch.Frequency / 40_000;
    private const int MostSkipped = 512;
    private const int Many = 16;

    private int _paid; // how often since it was in vain
    private int _penalty;
    private int _skip;

    /// <summary>Looks until that is so, for a moment; false when it was not, or was not worth a look.</summary>
    public bool TryUntil(Func<bool> isSo)
    {
        if (_skip > 0)
        {
            _skip--;
            return false;
        }

        long end = Stopwatch.GetTimestamp() + s_moment;
        do
        {
            if (isSo())
            {
                _penalty /= 2;
                _paid++;
                return true;
            }
        } while (Stopwatch.GetTimestamp() < end);

        if (_paid < Many)
        {
            _penalty = Math.Min((_penalty * 2) + 1, MostSkipped);
            _skip = _penalty;
        }

        _paid = 0;
        return false;
    }
}

using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// What one call does in a worker. It is itself the captured graph: it travels once per worker and then runs on each
/// chunk of items that follows. A new kind of call is a new implementation; links, frames and workers know no other.
/// </summary>
internal interface IWork
{
    /// <summary>Reads <paramref name="count"/> items, calls <see cref="ItemProgress.Begin"/> before each, writes their results.</summary>
    void Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress);
}

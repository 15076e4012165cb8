using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// What one call does in a worker. It is itself the captured graph: it travels once per worker and then runs on each
/// chunk of items that follows. A new kind of call is a new implementation; links, frames and workers know no other.
/// </summary>
internal interface IWork : IFieldsOnly
{
    /// <summary>
    /// Reads items, asks <see cref="ItemProgress.Begin"/> before each, writes their results, and returns how many were done:
    /// all of <paramref name="count"/>, or fewer where the chunk's time was up.
    /// </summary>
    int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress);

    /// <summary>Whether it holds that function and nothing else.</summary>
    bool IsNothingBut(Delegate other) => false;
}

using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A function over items whose results each worker reduces to one a chunk; the outcome are those, in the items' order.</summary>
internal sealed class ReduceCall<T, TResult>(
    Parcel parcel,
    T[] items,
    MapOptions options,
    ChunkSizer sizer
) : ItemsCall<T, TResult[]>(parcel, items, options, sizer)
{
    private readonly SortedDictionary<long, TResult> _reduced = [];

    /// <inheritdoc/>
    public override string Verb => "MapReduce";

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        TResult result = results.Read<TResult>();
        lock (_reduced)
        {
            _reduced.Add(chunk.First, result);
        }
    }

    /// <inheritdoc/>
    protected override void OnComplete() => Succeed([.. _reduced.Values]);
}

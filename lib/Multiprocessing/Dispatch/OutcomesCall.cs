using Multiprocessing.Code;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A function over items of which each has an outcome of its own: no item's failure ends the call.</summary>
internal sealed class OutcomesCall<T, TResult>(
    Parcel parcel,
    T[] items,
    MapOptions options,
    ChunkSizer sizer
) : MapCall<T, Outcome<TResult>>(parcel, items, options, sizer)
{
    /// <inheritdoc/>
    public override string Verb => "MapOutcomes";

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        for (long i = chunk.First; i < chunk.First + chunk.Count; i++)
        {
            Results[i] = results.Read<bool>()
                ? new Outcome<TResult>(results.Read<TResult>())
                : new Outcome<TResult>(
                    Failure.Unpack(results.Read<byte[]>(), Parcel.Code, results.Context)
                );
        }
    }

    /// <inheritdoc/>
    protected override bool TryAbsorb(long item, Exception error)
    {
        Results[item] = new Outcome<TResult>(error);
        return true;
    }
}

using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A function over items: chunks of neighbours, results in the items' order.</summary>
internal class MapCall<T, TResult>(Parcel parcel, T[] items, MapOptions options, ChunkSizer sizer)
    : ItemsCall<T, TResult[]>(parcel, items, options, sizer)
{
    /// <inheritdoc/>
    public override string Verb => "Map";

    protected TResult[] Results { get; } = GC.AllocateUninitializedArray<TResult>(items.Length);

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        if (Block<TResult>.Fits)
        {
            using Block<TResult> block = results.ReadBlock<TResult>();
            block.Values.CopyTo(Results.AsSpan((int)chunk.First, chunk.Count));
            return;
        }

        for (long i = chunk.First; i < chunk.First + chunk.Count; i++)
        {
            Results[i] = results.Read<TResult>();
        }
    }

    /// <inheritdoc/>
    protected override void OnComplete() => Succeed(Results);
}

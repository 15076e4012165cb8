using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A function over items: chunks of neighbours, results in the items' order.</summary>
internal class MapCall<T, TResult> : Call<TResult[]>
{
    private readonly T[] _items;

    public MapCall(Parcel parcel, T[] items, MapOptions options, ChunkSizer sizer)
        : base(parcel, options, sizer)
    {
        _items = items;
        Results = new TResult[items.Length];
        Backlog.Append(0, items.Length);
    }

    /// <inheritdoc/>
    public override string Verb => "Map";

    /// <inheritdoc/>
    public override long? Total => _items.Length;

    protected TResult[] Results { get; }

    /// <inheritdoc/>
    public override int WriteItems(in Chunk chunk, GraphWriter output) =>
        Items.Write<T>(
            _items.AsSpan((int)chunk.First, chunk.Count),
            chunk,
            mayCut: Options.ChunkSize is null,
            output
        );

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        if (Block<TResult>.Fits)
        {
            results.Read<TResult[]>().CopyTo(Results, chunk.First);
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

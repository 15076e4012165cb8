using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A call over items that are all there from the beginning.</summary>
internal abstract class ItemsCall<T, TOutcome> : Call<TOutcome>
{
    private readonly T[] _items;

    protected ItemsCall(Parcel parcel, T[] items, MapOptions options, ChunkSizer sizer)
        : base(parcel, options, sizer)
    {
        _items = items;
        Backlog.Append(0, items.Length);
    }

    /// <inheritdoc/>
    public override long? Total => _items.Length;

    /// <inheritdoc/>
    public override int WriteItems(in Chunk chunk, GraphWriter output) =>
        Items.Write(_items, (int)chunk.First, chunk, mayCut: Options.ChunkSize is null, output);
}

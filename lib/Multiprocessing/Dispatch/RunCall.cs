using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>One call of a function without items.</summary>
internal sealed class RunCall<TResult> : Call<TResult>
{
    private TResult _result = default!;

    public RunCall(Parcel parcel, MapOptions options)
        : base(parcel, options, new ChunkSizer(fixedSize: 1, workers: 1, new ItemCost()))
    {
        Backlog.Append(ItemProgress.Whole, 1);
    }

    /// <inheritdoc/>
    public override string Verb => "Run";

    /// <inheritdoc/>
    public override long? Total => 1;

    /// <inheritdoc/>
    public override int WriteItems(in Chunk chunk, GraphWriter output) => 1;

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results) =>
        _result = results.Read<TResult>();

    /// <inheritdoc/>
    protected override void OnComplete() => Succeed(_result);
}

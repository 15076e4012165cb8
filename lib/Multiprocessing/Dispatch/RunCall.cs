using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>One call of a function without items.</summary>
internal sealed class RunCall<TResult>(Parcel parcel) : Call<TResult>(parcel)
{
    private bool _taken;
    private TResult _result = default!;

    /// <inheritdoc/>
    protected override bool HasMore => !_taken;

    /// <inheritdoc/>
    protected override Chunk Next()
    {
        _taken = true;
        return new Chunk(0, (int)ItemProgress.Whole, 1);
    }

    /// <inheritdoc/>
    public override void WriteItems(in Chunk chunk, GraphWriter output) { }

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results) =>
        _result = results.Read<TResult>();

    /// <inheritdoc/>
    public override void Complete() => Succeed(_result);
}

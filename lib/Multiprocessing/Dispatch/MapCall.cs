using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>A function over items: chunks of neighbours, results in the items' order.</summary>
internal sealed class MapCall<T, TResult>(Parcel parcel, T[] items, int chunkSize)
    : Call<TResult[]>(parcel)
{
    private readonly TResult[] _results = new TResult[items.Length];
    private int _next;
    private int _number;

    /// <inheritdoc/>
    protected override bool HasMore => _next < items.Length;

    /// <inheritdoc/>
    protected override Chunk Next()
    {
        var chunk = new Chunk(_number++, _next, Math.Min(chunkSize, items.Length - _next));
        _next += chunk.Count;
        return chunk;
    }

    /// <inheritdoc/>
    public override void WriteItems(in Chunk chunk, GraphWriter output)
    {
        if (Block<T>.Fits)
        {
            output.Write(items.AsSpan(chunk.First, chunk.Count).ToArray(), "the items");
            return;
        }

        for (int i = chunk.First; i < chunk.First + chunk.Count; i++)
        {
            output.Write(items[i], $"item {i}");
        }
    }

    /// <inheritdoc/>
    public override void ReadResults(in Chunk chunk, GraphReader results)
    {
        if (Block<TResult>.Fits)
        {
            results.Read<TResult[]>().CopyTo(_results, chunk.First);
            return;
        }

        for (int i = chunk.First; i < chunk.First + chunk.Count; i++)
        {
            _results[i] = results.Read<TResult>();
        }
    }

    /// <inheritdoc/>
    public override void Complete() => Succeed(_results);
}
